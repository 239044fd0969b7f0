"""A ledger whose two halves are locked in both orders, in the class itself."""
# edge 1: Ledger._debit -> Ledger._credit
# edge 2: Ledger._credit -> Ledger._debit
# certain: Ledger._debit -> Ledger._credit -> Ledger._debit
import asyncio


class Ledger:
    def __init__(self) -> None:
        self._debit = asyncio.Lock()
        self._credit = asyncio.Lock()
        self.rows: list[int] = []

    async def book(self, amount: int) -> None:
        async with self._debit:  # holds 1
            self.rows.append(amount)
            async with self._credit:  # takes 1
                self.rows.append(-amount)

    async def cancel(self) -> None:
        async with self._credit:  # holds 2
            if self.rows:
                async with self._debit:  # takes 2
                    self.rows.pop()
