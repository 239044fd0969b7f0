import asyncio


class Worker:
    def __init__(self) -> None:
        self._task: asyncio.Task | None = None
        self._tasks: list[asyncio.Task] = []
        self._ended = 0

    async def only_after_a_failure(self, link) -> None:
        try:
            await link.flush()
        except OSError:
            self._task.cancel()
        try:
            await self._task
        except asyncio.CancelledError:
            pass
        self._ended += 1
