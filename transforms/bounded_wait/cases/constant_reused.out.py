import asyncio

WAIT_TIMEOUT_2 = 12.5

WAIT_TIMEOUT: float = 3.0


async def settle(done: asyncio.Event):
    await asyncio.wait_for(done.wait(), timeout=WAIT_TIMEOUT)


async def settle_within(done: asyncio.Event, WAIT_TIMEOUT: str):
    print(WAIT_TIMEOUT)
    await asyncio.wait_for(done.wait(), timeout=WAIT_TIMEOUT_2)
