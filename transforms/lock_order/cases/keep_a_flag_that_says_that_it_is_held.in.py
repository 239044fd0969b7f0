import asyncio


class Table:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self.rows: list[int] = []

    async def add(self, row: int) -> None:
        async with self._lock:
            self.rows.append(row)
            await self.sort(locked=True)

    async def sort(self, locked: bool = False) -> None:
        if locked:
            self.rows.sort()
            return
        async with self._lock:
            self.rows.sort()
