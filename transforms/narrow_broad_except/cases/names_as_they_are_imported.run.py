"""What cannot be read is still answered."""
import asyncio


def scenario_texts(module):
    return [module.load("{"), module.tree("<"), module.tree("<a/>").tag, module.version(), module.late(b"x")]


async def scenario_queue(module):
    return module.poll(asyncio.Queue())
