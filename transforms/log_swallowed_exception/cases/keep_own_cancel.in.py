import asyncio


class Timer:
    def __init__(self) -> None:
        self._task: asyncio.Task | None = None
        self._children: list[asyncio.Task] = []

    async def stop(self) -> None:
        task = self._task
        if task:
            task.cancel()
            try:
                await task
            except asyncio.CancelledError:
                pass

    async def stop_children(self) -> None:
        for child in self._children:
            child.cancel()
        for child in self._children:
            try:
                await child
            except BaseException:
                pass

    async def stop_at_once(self) -> None:
        self._task.cancel()
        try:
            await asyncio.wait_for(self._task, 1.0)
        except (asyncio.CancelledError, asyncio.TimeoutError):
            pass
