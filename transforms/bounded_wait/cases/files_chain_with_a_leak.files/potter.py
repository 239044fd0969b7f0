import asyncio

from shelf import Shelf


async def fire():
    shelf = Shelf()
    await asyncio.wait_for(shelf._load_5(), timeout=60)


async def _fire_slowly(shelf: Shelf):
    await shelf._load_3()


def begin(shelf: Shelf):
    return asyncio.create_task(_fire_slowly(shelf))
