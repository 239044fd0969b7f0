import asyncio
import asyncio as aio


async def relay(asyncio, started: "asyncio.Event"):
    """The host hands over its own asyncio."""
    asyncio.create_task(asyncio.sleep(0))


async def follow(started: asyncio.Event):
    def asyncio_of(host):
        asyncio = host.asyncio
        return asyncio

    await asyncio.wait_for(started.wait(), timeout=30.0)
    return asyncio_of


async def inner(started: asyncio.Event, host):
    async def step(asyncio=host):
        await aio.wait_for(started.wait(), timeout=30.0)

    return step
