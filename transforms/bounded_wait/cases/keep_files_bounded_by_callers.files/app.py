import asyncio

from case import Hub


async def start(hub: Hub):
    await asyncio.wait_for(hub._opened(), timeout=5)


async def _retry(hub: Hub):
    for _ in range(3):
        await hub._opened()


async def restart(hub: Hub):
    async with asyncio.timeout(9):
        await _retry(hub)
