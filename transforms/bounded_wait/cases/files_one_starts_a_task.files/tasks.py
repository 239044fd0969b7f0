import asyncio

from case import Hub


async def watch(hub: Hub):
    async with asyncio.timeout(5):
        return asyncio.create_task(hub._opened())
