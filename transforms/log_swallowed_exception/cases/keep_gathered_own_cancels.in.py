import asyncio


class Crew:
    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        try:
            await asyncio.gather(*self._tasks)
        except (asyncio.CancelledError, Exception):
            pass
