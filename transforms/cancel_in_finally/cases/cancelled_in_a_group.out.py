import asyncio


class Sweeper:
    async def close(self):
        self._task.cancel()
        try:
            await asyncio.gather(self._task, return_exceptions=True)
        finally:
            self._task = None

    async def stop(self):
        self._task.cancel()
        try:
            await asyncio.wait([self._other])
        finally:
            self._other = None
