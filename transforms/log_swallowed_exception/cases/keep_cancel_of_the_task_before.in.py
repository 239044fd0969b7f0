import asyncio


class Worker:
    def __init__(self) -> None:
        self._task: asyncio.Task | None = None
        self._tasks: list[asyncio.Task] = []
        self._ended = 0

    async def start_another(self) -> None:
        self._task.cancel()
        self._task = asyncio.create_task(asyncio.sleep(5))
        try:
            await self._task
        except asyncio.CancelledError:
            pass
        self._ended += 1
