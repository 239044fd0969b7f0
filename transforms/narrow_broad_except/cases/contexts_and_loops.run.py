"""Paths that are none, short streams, files that are no text, empty stores: all as before."""
import asyncio
import tempfile


def scenario_wipe(module):
    store = module.Store()
    store._paths = ["/nowhere/at/all"]
    first = store.wipe()
    store._paths = ["a\0b"]
    return [first, store.wipe()]


async def scenario_read(module):
    reader = asyncio.StreamReader()
    reader.feed_data(b"ab")
    reader.feed_eof()
    return await module.Store().read(reader)


def scenario_lines(module):
    results = [module.Store().lines("/nowhere/at/all")]
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"ab\nc\n\xff")
        file.flush()
        results.append(module.Store().lines(file.name))
    return results


def scenario_checked(module):
    return [module.Store().checked(count) for count in (0, 3)]
