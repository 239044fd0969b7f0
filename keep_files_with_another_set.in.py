import asyncio


def set(key, value):
    asyncio.create_task(store(key, value))


async def store(key, value):
    pass
