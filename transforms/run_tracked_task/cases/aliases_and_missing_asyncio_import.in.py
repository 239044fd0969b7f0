from asyncio import create_task as go
from asyncio import sleep


async def main():
    go(child())
    await sleep(0)


async def child():
    """Does nothing."""
