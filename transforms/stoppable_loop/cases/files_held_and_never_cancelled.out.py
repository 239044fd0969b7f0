import asyncio


class Sweeper:
    def __init__(self) -> None:
        self._running = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._running = True
        self._task = asyncio.create_task(self._sweep())

    async def stop(self) -> None:
        self._running = False
        if self._task is not None:
            await self._task

    async def _sweep(self) -> None:
        while self._running:
            await asyncio.sleep(0.01)
