import asyncio


class Worker:
    def __init__(self) -> None:
        self._task: asyncio.Task | None = None
        self._tasks: list[asyncio.Task] = []
        self._ended = 0

    async def only_behind_the_await(self) -> None:
        try:
            await self._task
            self._task.cancel()
        except asyncio.CancelledError:
            pass
        self._ended += 1
