import asyncio


async def serve(visits):
    lock = asyncio.Lock()

    def renew():
        nonlocal lock
        lock = asyncio.Lock()

    async with lock:
        await visits(renew)
    return lock.locked()
