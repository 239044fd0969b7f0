import asyncio


async def held(gate: asyncio.Event):
    await asyncio.wait_for(gate.wait(), timeout=30.0)
    gate.clear()
