import asyncio

LOCK = asyncio.Lock()
NEWS = asyncio.Queue()
COUNT = 0
VISITORS = []


async def count(name: str):
    global COUNT
    async with LOCK:
        COUNT += 1
        await NEWS.put(COUNT)


async def visit(name: str):
    async with LOCK:
        VISITORS.append(name)
        await tell()


async def tell():
    await NEWS.put(len(VISITORS))
