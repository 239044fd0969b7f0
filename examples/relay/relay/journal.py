"""The journal: what the relay did and why, kept by one task of its own."""

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth knowing."""

    message: str
    node: str


class Journal:
    """An awaited logger: ``await journal.log(Notice(...))`` waits only when the queue is full."""

    def __init__(self, keep: int = 100) -> None:
        self._keep = keep
        self._kept: list[Notice] = []
        self._queue: asyncio.Queue[Notice | None] = asyncio.Queue(maxsize=1000)
        self._writer: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to take entries in."""
        self._writer = asyncio.create_task(self._write_all(), name="journal")

    async def log(self, entry: Notice) -> None:
        """Queue an entry."""
        await self._queue.put(entry)

    def mentions(self, text: str) -> int:
        """How many of the entries kept contain the text."""
        return sum(text in entry.message for entry in self._kept)

    async def close(self) -> None:
        """Take in what is queued, then end."""
        if self._writer is None:
            return
        try:
            await self._queue.put(None)
            await self._writer
        finally:
            self._writer = None

    async def _write_all(self) -> None:
        while True:
            entry = await self._queue.get()
            if entry is None:
                return
            self._kept.append(entry)
            if len(self._kept) > self._keep:
                del self._kept[0]
