import asyncio


class Ticker:
    def __init__(self):
        self._task: asyncio.Task | None = None
        self._ticks = []

    async def stop(self):
        task = self._task
        if task is not None:
            task.cancel()
            try:
                await task
            except asyncio.CancelledError:
                pass
            self._task = None
