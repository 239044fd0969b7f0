import asyncio

from case import Hub


async def use(value):
    return value


async def start(hub: Hub):
    await asyncio.wait_for(use(await hub._opened()), timeout=5)
