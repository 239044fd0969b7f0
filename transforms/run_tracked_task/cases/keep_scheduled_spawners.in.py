import asyncio


def later(loop: asyncio.AbstractEventLoop):
    loop.call_soon_threadsafe(asyncio.create_task, run())
    loop.call_later(5, loop.create_task, run())
    loop.call_soon(print, "create_task")


async def run():
    pass
