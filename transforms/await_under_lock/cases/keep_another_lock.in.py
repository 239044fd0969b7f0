import asyncio


class Ledger:
    def __init__(self):
        self._rows = []
        self._rows_lock = asyncio.Lock()
        self._file_lock = asyncio.Lock()

    async def add(self, row):
        async with self._rows_lock:
            self._rows.append(row)
            async with self._file_lock:
                self._rows.sort()

    async def write(self):
        async with self._file_lock:
            await asyncio.sleep(1)
