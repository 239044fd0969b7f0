import asyncio
import contextlib


class Worker:
    def __init__(self) -> None:
        self._task: asyncio.Task | None = None
        self._tasks: list[asyncio.Task] = []
        self._ended = 0

    async def all_but_one_kind(self, spared: set[str]) -> None:
        for task in self._tasks:
            if task.get_name() in spared:
                continue
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
            self._ended += 1
