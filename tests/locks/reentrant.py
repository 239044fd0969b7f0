"""Locks of threads, conditions and the locks inside them."""
# edge 1: Cache._plain -> Cache._plain
# certain: Cache._plain -> Cache._plain
# edge 2: Cache._again -> Cache._again
# edge 3: Queue._lock -> Queue._lock
# certain: Queue._lock -> Queue._lock
import asyncio
import threading


class Cache:
    def __init__(self) -> None:
        self._plain = threading.Lock()
        self._again = threading.RLock()
        self.entries: dict[str, int] = {}

    def get(self, key: str) -> int:
        with self._plain:  # takes 1
            return self.entries[key]

    def bump(self, key: str) -> None:
        with self._plain:  # holds 1
            self.entries[key] = self.get(key) + 1

    def reload(self) -> None:
        with self._again:  # holds 2
            self.drop()

    def drop(self) -> None:
        with self._again:  # takes 2
            self.entries.clear()


class Queue:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._filled = asyncio.Condition(self._lock)
        self._empty = asyncio.Condition(lock=self._lock)

    async def put(self) -> None:
        async with self._filled:
            self._filled.notify()

    async def get(self) -> None:
        async with self._filled:
            await self._filled.wait()

    async def drain(self) -> None:
        async with self._empty:  # holds 3
            await self.put_again()

    async def put_again(self) -> None:
        async with self._filled:  # takes 3
            self._filled.notify()
