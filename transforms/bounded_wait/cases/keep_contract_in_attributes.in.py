"""The timeout is set where the object is made."""

import asyncio
from dataclasses import dataclass


@dataclass
class Options:
    timeout: float | None = None
    patience: float = 5.0


class Bell:
    def __init__(self, options: Options, timeout: float | None = None, pause=None):
        self._rung = asyncio.Event()
        self._options = options
        self._timeout = timeout
        self._pause = pause or 2.0
        self._late = None

    async def rung(self):
        await asyncio.wait_for(self._rung.wait(), self._timeout)

    async def rung_soon(self):
        await asyncio.wait_for(self._rung.wait(), timeout=self._pause)

    async def rung_in_time(self):
        async with asyncio.timeout(self._options.timeout):
            await self._rung.wait()

    async def rung_patiently(self):
        async with asyncio.timeout(self._options.patience):
            await self._rung.wait()

    async def rung_late(self):
        if self._late is not None:
            await asyncio.wait_for(self._rung.wait(), self._late)

    async def _until_rung(self):
        await self._rung.wait()

    async def peal(self):
        await asyncio.wait_for(self._until_rung(), timeout=self._timeout)
