import asyncio


class Worker:
    def __init__(self) -> None:
        self._task: asyncio.Task | None = None
        self._tasks: list[asyncio.Task] = []
        self._ended = 0

    async def hand_over_and_stop(self) -> None:
        task = self._task
        self._task = None
        if task:
            task.cancel()
            try:
                await task
            except asyncio.CancelledError:
                pass
        self._ended += 1
