import asyncio

WAIT_TIMEOUT: float = 3.0


async def settle(done: asyncio.Event):
    await done.wait()


async def settle_within(done: asyncio.Event, WAIT_TIMEOUT: str):
    print(WAIT_TIMEOUT)
    await done.wait()
