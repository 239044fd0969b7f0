import asyncio


class Worker:
    def __init__(self) -> None:
        self._task: asyncio.Task | None = None
        self._tasks: list[asyncio.Task] = []
        self._ended = 0

    async def another_since_it_was_done(self) -> None:
        if self._task.done():
            self._task = asyncio.create_task(asyncio.sleep(5))
            try:
                await self._task
            except asyncio.CancelledError:
                pass
        self._ended += 1
