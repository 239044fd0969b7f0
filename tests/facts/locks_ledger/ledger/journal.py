"""Where the ledger's entries end up."""

from __future__ import annotations

import asyncio
import json
import threading

SEQUENCE_LOCK = threading.Lock()
_sequence = 0


def next_number() -> int:
    global _sequence
    with SEQUENCE_LOCK:
        _sequence += 1
        return _sequence


class Entry:
    """One line of the journal."""

    def __init__(self, text: str) -> None:
        #: takes `next_number()` = ledger.journal.SEQUENCE_LOCK
        self.number = next_number()
        self.text = text

    def encode(self) -> str:
        #: takes `json.dumps(self.text)` = none
        return json.dumps(self.text)


class Journal:
    """Entries in memory until they are flushed."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._entries: list[Entry] = []

    async def add(self, text: str) -> None:
        #: takes `Entry(text)` = ledger.journal.SEQUENCE_LOCK
        entry = Entry(text)
        async with self._lock:
            self._entries.append(entry)
            #: takes `self.size()` = none
            if self.size() > 100:
                #: takes `self._write(entry)` = none
                await self._write(entry)

    async def flush(self) -> None:
        async with self._lock:
            for entry in self._entries:
                await self._write(entry)
            self._entries.clear()

    async def flush_by_hand(self) -> None:
        await self._lock.acquire()
        try:
            self._entries.clear()
        finally:
            self._lock.release()

    async def close(self) -> None:
        #: takes `self.flush()` = ledger.journal.Journal._lock
        await self.flush()
        #: takes `self.flush_by_hand()` = ledger.journal.Journal._lock
        await self.flush_by_hand()
        #: takes `asyncio.sleep(0)` = none
        await asyncio.sleep(0)

    def size(self) -> int:
        return len(self._entries)

    async def _write(self, entry: Entry) -> None:
        #: takes `entry.encode()` = none
        print(entry.encode())
        await asyncio.sleep(0)
