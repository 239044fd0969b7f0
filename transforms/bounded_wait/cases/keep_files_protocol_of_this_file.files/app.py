import asyncio

from case import opened


async def main():
    await opened(asyncio.Event())
