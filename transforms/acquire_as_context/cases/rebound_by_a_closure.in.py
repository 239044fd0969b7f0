import asyncio


async def serve(visits):
    lock = asyncio.Lock()

    def renew():
        nonlocal lock
        lock = asyncio.Lock()

    await lock.acquire()
    await visits(renew)
    lock.release()
    return lock.locked()
