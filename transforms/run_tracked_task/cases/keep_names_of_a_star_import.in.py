import asyncio

from fake import *


async def beat() -> None:
    await asyncio.sleep(1)


async def main() -> None:
    asyncio.create_task(beat())
