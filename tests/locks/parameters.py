"""A lock that is passed on is the lock that the caller has."""
# edge 1: Press._ink -> Press._paper
# edge 2: Press._paper -> Press._ink
# certain: Press._paper -> Press._ink -> Press._paper
# edge 3: helper.lock -> log_lock
import asyncio

log_lock = asyncio.Lock()


async def under(lock, work):
    async with lock:
        await work.settle()


async def both(first: asyncio.Lock, second: asyncio.Lock) -> None:
    async with first:  # holds 2
        async with second:  # takes 2
            await asyncio.sleep(0)


class Press:
    def __init__(self) -> None:
        self._ink = asyncio.Lock()
        self._paper = asyncio.Lock()

    async def print(self) -> None:
        async with self._ink:  # holds 1
            await self._feed(self._paper)

    async def _feed(self, lock: asyncio.Lock) -> None:
        async with lock:  # takes 1
            await asyncio.sleep(0)

    async def clean(self) -> None:
        await both(self._paper, self._ink)


async def helper(lock: asyncio.Lock) -> None:
    async with lock:  # holds 3
        async with log_lock:  # takes 3
            await asyncio.sleep(0)
