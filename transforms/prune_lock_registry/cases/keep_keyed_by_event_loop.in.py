import asyncio
import threading
import weakref


class PerLoop:
    def __init__(self) -> None:
        self._limits: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = weakref.WeakKeyDictionary()
        self._locks: dict[asyncio.AbstractEventLoop, asyncio.Lock] = {}
        self._threads: weakref.WeakKeyDictionary[threading.Thread, threading.Lock] = weakref.WeakKeyDictionary()

    def limit(self) -> asyncio.Semaphore:
        return self._limits.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(4))

    def lock(self) -> asyncio.Lock:
        loop = asyncio.get_running_loop()
        if loop not in self._locks:
            self._locks[loop] = asyncio.Lock()
        return self._locks[loop]

    def thread(self) -> threading.Lock:
        return self._threads.setdefault(threading.current_thread(), threading.Lock())

    async def use(self) -> None:
        async with self.limit(), self.lock():
            self.thread()
