import asyncio


class Sweeper:
    async def close(self):
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self._task = None

    async def stop(self):
        self._task.cancel()
        await asyncio.wait([self._other])
        self._other = None
