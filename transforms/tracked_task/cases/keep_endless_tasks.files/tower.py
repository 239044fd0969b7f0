import asyncio

from case import Clock


async def main():
    clock = Clock()
    clock.tick()
    await asyncio.sleep(1)
    await clock.stop()
