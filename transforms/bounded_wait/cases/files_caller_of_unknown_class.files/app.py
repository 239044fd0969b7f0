import asyncio

from case import Hub


async def start(hub: Hub):
    await asyncio.wait_for(hub._opened(), timeout=5)


async def start_any(thing):
    await thing._opened()
