import asyncio
from asyncio import Event, timeout as limit


async def first(ready: Event):
    async with limit(30.0):
        await ready.wait()


async def second(ready: Event):
    timeout = 3
    limit = timeout
    async with asyncio.timeout(30.0):
        await ready.wait()
    return limit
