import asyncio


async def inner_break(reader, rows):
    while True:
        for row in rows:
            if row is None:
                break
        await reader.read(1)


async def nested_return(reader):
    while True:

        def done():
            return True

        await reader.read(done())


async def unreachable(reader):
    while True:
        await reader.read(1)
        continue
        return


async def by_choice(reader, once=False):
    while True:
        await reader.read(1)
        if once:
            break


async def raised_and_caught(reader):
    while True:
        try:
            if not await reader.read(1):
                raise ValueError("empty")
        except Exception:
            print("bad")


async def first_error(reader):
    while True:
        try:
            await reader.read(1)
        except Exception:
            print("failed")
            break
