import asyncio


async def held(gate: asyncio.Event):
    await gate.wait()
    gate.clear()
