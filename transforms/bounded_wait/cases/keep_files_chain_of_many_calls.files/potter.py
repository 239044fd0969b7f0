import asyncio

from shelf import Shelf


async def fire():
    shelf = Shelf()
    await asyncio.wait_for(shelf._load_5(), timeout=60)
