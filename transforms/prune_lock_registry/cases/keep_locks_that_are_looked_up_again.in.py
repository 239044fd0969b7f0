import asyncio


class Table:
    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._guards: dict[str, asyncio.Lock] = {}

    def _lock(self, row: str) -> asyncio.Lock:
        return self._locks.setdefault(row, asyncio.Lock())

    async def begin(self, row: str) -> None:
        self._rows[row] = 1
        await self._lock(row).acquire()

    def end(self, row: str) -> None:
        self._lock(row).release()

    def drop(self, row: str) -> None:
        del self._rows[row]

    async def change(self, row: str, work) -> None:
        guard = self._guards.setdefault(row, asyncio.Lock())
        async with guard:
            await work()
        if self._guards[row].locked():
            self.drop(row)
