import asyncio


async def settle(done: asyncio.Event):
    await done.wait()
