import asyncio


class Ledger:
    def __init__(self) -> None:
        self._debit = asyncio.Lock()
        self._credit = asyncio.Lock()

    async def book(self) -> None:
        async with self._debit:
            async with self._credit:
                await asyncio.sleep(0)

    async def cancel(self) -> None:
        async with self._credit:
            async with self._debit:
                await asyncio.sleep(0)
