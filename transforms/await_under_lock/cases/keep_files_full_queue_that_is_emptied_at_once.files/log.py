"""Lines that one task of its own takes in."""

import asyncio


class Log:
    def __init__(self) -> None:
        self._lines: list[str] = []
        self._queue: asyncio.Queue[str] = asyncio.Queue(maxsize=10)

    def start(self) -> asyncio.Task[None]:
        return asyncio.create_task(self._run())

    async def note(self, line: str) -> None:
        await self._queue.put(line)

    async def _run(self) -> None:
        while True:
            self._lines.append(await self._queue.get())
