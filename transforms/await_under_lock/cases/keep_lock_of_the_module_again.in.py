import asyncio

LOCK = asyncio.Lock()
SEEN = []


async def add(name):
    async with LOCK:
        SEEN.append(name)
        await show()


async def show():
    async with LOCK:
        print(SEEN)
