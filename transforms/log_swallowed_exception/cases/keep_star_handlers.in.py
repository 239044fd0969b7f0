import asyncio


async def settle(group):
    try:
        await group.close()
    except* asyncio.CancelledError:
        pass
