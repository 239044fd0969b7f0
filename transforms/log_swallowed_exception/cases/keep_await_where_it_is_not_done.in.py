import asyncio


class Worker:
    def __init__(self) -> None:
        self._task: asyncio.Task | None = None
        self._tasks: list[asyncio.Task] = []
        self._ended = 0

    async def where_it_is_not_done(self) -> None:
        if self._task.done():
            self._ended += 1
        else:
            try:
                await self._task
            except asyncio.CancelledError:
                pass
        self._ended += 1
