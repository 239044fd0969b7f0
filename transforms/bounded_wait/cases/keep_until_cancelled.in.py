import asyncio as aio


async def hold(server):
    async with server:
        await aio.Event().wait()
