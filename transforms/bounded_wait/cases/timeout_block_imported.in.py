from asyncio import Event, timeout as limit


async def first(ready: Event):
    await ready.wait()


async def second(ready: Event):
    timeout = 3
    limit = timeout
    await ready.wait()
    return limit
