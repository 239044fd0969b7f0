import asyncio

from case import Hub


async def start(hub: Hub):
    await asyncio.wait_for(hub._opened(), timeout=5)


async def loop(hub: Hub):
    await hub._opened()
