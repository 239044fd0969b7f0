import asyncio
import sys
import traceback


class Ledger:
    def __init__(self, store) -> None:
        self._store = store
        self._rows: list[str] = []

    async def add(self, row: str) -> None:
        self._rows.append(row)
        try:
            await self._store.put(row)
        except BaseException:
            self._rows.remove(row)
            raise

    async def replace(self, row: str, other: str) -> None:
        try:
            await self._store.swap(row, other)
        except Exception:
            try:
                await self._store.put(row)
            finally:
                raise

    async def flush(self, strict: bool) -> None:
        try:
            await self._store.flush()
        except:
            if strict or isinstance(sys.exc_info()[1], asyncio.CancelledError):
                raise
            traceback.print_exc()
