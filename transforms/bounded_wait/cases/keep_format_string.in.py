import asyncio


async def report(settled: asyncio.Event):
    return f"settled: {await settled.wait()}"
