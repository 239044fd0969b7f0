import asyncio


class Worker:
    def __init__(self) -> None:
        self._task: asyncio.Task | None = None
        self._tasks: list[asyncio.Task] = []
        self._ended = 0

    async def stop_all(self) -> None:
        for task in self._tasks:
            if task is asyncio.current_task() or task.done():
                continue
            task.cancel()
        for task in self._tasks:
            try:
                await task
            except asyncio.CancelledError:
                pass
            self._ended += 1
