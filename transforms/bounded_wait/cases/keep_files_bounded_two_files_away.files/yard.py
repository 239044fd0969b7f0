import asyncio

from traffic import _Traffic


async def leave(traffic: _Traffic):
    async with asyncio.timeout(20):
        await traffic._pass()


async def enter(traffic: _Traffic):
    await asyncio.wait_for(traffic._pass(), 5)
