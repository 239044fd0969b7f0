import asyncio
import time


async def until_ready(probe, seconds):
    deadline = time.monotonic() + seconds
    while True:
        if await probe():
            return True
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.1)


async def until_late(probe, loop, timeout):
    start = loop.time()
    while True:
        await probe()
        left = timeout - (loop.time() - start)
        if left < 0 or loop.time() - start >= timeout:
            break
