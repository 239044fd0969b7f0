"""Runners that register and then wait for the start."""

import asyncio


class Race:
    def __init__(self) -> None:
        self._start = asyncio.Event()
        self._runners: list[str] = []
        self._lock = asyncio.Lock()

    async def enter(self, name: str) -> None:
        async with self._lock:
            if not name:
                return
            self._runners.append(name)
            await self._start.wait()

    def go(self) -> None:
        self._start.set()
