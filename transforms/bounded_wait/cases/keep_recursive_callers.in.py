import asyncio


async def _again(event: asyncio.Event, times: int):
    await event.wait()
    if times:
        await _again(event, times - 1)


async def twice(event: asyncio.Event):
    async with asyncio.timeout(1):
        await _again(event, 1)
