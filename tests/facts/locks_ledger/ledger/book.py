"""The ledger."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import AsyncIterator

from .journal import Journal, next_number


class Book:
    """Accounts and their balances."""

    def __init__(self, journal: Journal, sink) -> None:
        self._journal = journal
        self._sink = sink
        self._balance_lock = asyncio.Lock()
        self._slots = asyncio.Semaphore(2)
        self._changed = asyncio.Event()
        self._balances: dict[str, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def credit(self, name: str, amount: int) -> None:
        #: takes `self._change(name, amount)` = ledger.book.Book._balance_lock
        await self._change(name, amount)
        #: takes `self._journal.add(name)` = ledger.journal.Journal._lock, ledger.journal.SEQUENCE_LOCK
        await self._journal.add(name)

    async def _change(self, name: str, amount: int) -> None:
        async with self._balance_lock:
            self._balances[name] = self._balances.get(name, 0) + amount

    async def move(self, source: str, target: str, amount: int) -> None:
        # One call further.
        #: takes `self.credit(source, -amount)` = ledger.book.Book._balance_lock, ledger.journal.Journal._lock, ledger.journal.SEQUENCE_LOCK
        await self.credit(source, -amount)
        await self.credit(target, amount)

    async def audit(self, deep: bool) -> int:
        async with self._slots:
            if deep:
                await self._journal.flush()
        return len(self._balances)

    async def report(self) -> None:
        # The journal's only if it is deep, and a sealed book has its own; but it may.
        #: takes `self.audit(False)` = ledger.book.Book._slots, ledger.book.SealedBook._seal_lock, ledger.journal.Journal._lock
        await self.audit(False)
        #: takes `self._changed.wait()` = none
        await self._changed.wait()
        await asyncio.wait_for(self._change("audited", 1), 1)

    async def report_twice(self) -> None:
        # One of them behind `wait_for`.
        #: takes `self.report()` = ledger.book.Book._balance_lock, ledger.book.Book._slots, ledger.book.SealedBook._seal_lock, ledger.journal.Journal._lock
        await self.report()

    # ---- work for later

    def kick(self) -> None:
        # The task takes the lock, not whoever starts it.
        #: takes `asyncio.create_task(self._journal.flush())` = none
        task = asyncio.create_task(self._journal.flush())
        self._tasks.add(task)
        #: takes `task.add_done_callback(self._finished)` = none
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        print(next_number())

    async def hurry(self) -> None:
        #: takes `self.kick()` = none
        self.kick()
        #: takes `self._finished(asyncio.current_task())` = ledger.journal.SEQUENCE_LOCK
        self._finished(asyncio.current_task())
        #: takes `self._prepare()` = none
        self._prepare()

    def _prepare(self) -> None:
        # Defined here, called by nobody.
        async def sweep() -> None:
            async with self._balance_lock:
                self._balances.clear()

        print(sweep)

    async def sweep_now(self) -> None:
        async def sweep() -> None:
            async with self._balance_lock:
                self._balances.clear()

        #: takes `sweep()` = ledger.book.Book._balance_lock
        await sweep()

    # ---- what cannot be followed

    async def push(self) -> None:
        #: takes `self._sink.send(1)` = ?
        await self._sink.send(1)

    async def push_locked(self, name: str) -> None:
        async with self._balance_lock:
            await self._sink.send(name)

    async def push_all(self) -> None:
        #: takes `self.push()` = ?
        await self.push()
        #: takes `self.push_locked("a")` = ledger.book.Book._balance_lock, ?
        await self.push_locked("a")

    # ---- round and round

    async def ping(self, depth: int) -> None:
        if depth:
            await self.pong(depth - 1)

    async def pong(self, depth: int) -> None:
        async with self._slots:
            print(depth)
        await self.ping(depth)

    async def rally(self) -> None:
        #: takes `self.ping(3)` = ledger.book.Book._slots
        await self.ping(3)
        #: takes `self.fall(3)` = none
        self.fall(3)

    def fall(self, depth: int) -> int:
        return self.fall(depth - 1) if depth else 0

    # ---- managers

    @asynccontextmanager
    async def _frozen(self) -> AsyncIterator[None]:
        async with self._balance_lock:
            yield

    async def freeze(self) -> None:
        async with self._frozen():
            print(self._balances)

    async def freeze_twice(self) -> None:
        #: takes `self.freeze()` = ledger.book.Book._balance_lock
        await self.freeze()


class SealedBook(Book):
    """Nothing changes but the seals."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal, None)
        self._seal_lock = asyncio.Lock()

    async def audit(self, deep: bool) -> int:
        async with self._seal_lock:
            return 0

    async def check(self) -> None:
        #: takes `self.audit(True)` = ledger.book.SealedBook._seal_lock
        await self.audit(True)
        # Made by the base class.
        #: takes `self._change("seals", 1)` = ledger.book.Book._balance_lock
        await self._change("seals", 1)
