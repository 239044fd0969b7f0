"""A logger that must be awaited."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass


@dataclass
class Record:
    """What is written."""

    source: str
    message: str


class Recorder:
    """Writes records in the order of arrival."""

    def __init__(self) -> None:
        self._records: asyncio.Queue[Record] = asyncio.Queue(100)

    async def log(self, record: Record) -> None:
        #: logger = new
        await self._records.put(record)
