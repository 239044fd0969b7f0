from __future__ import annotations

import asyncio


class Job:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def split(self) -> Job:
        async with self._lock:
            half = Job()
            await half.start()
            return half

    async def start(self) -> None:
        async with self._lock:
            await asyncio.sleep(0)
