import asyncio
import threading


async def test_waits():
    lock = asyncio.Lock()
    await lock.acquire()


class asyncio_like:
    class Lock:
        async def take(self):
            pass


async def threads(work):
    lock = threading.Lock()
    lock.acquire()
    await work()
    lock.release()


async def coroutine_is_kept(lock: asyncio.Lock):
    return asyncio.ensure_future(lock.acquire())
