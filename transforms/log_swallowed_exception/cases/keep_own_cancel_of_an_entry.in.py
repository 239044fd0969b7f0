import asyncio


class Jobs:
    def __init__(self) -> None:
        self._jobs: dict[str, asyncio.Task] = {}

    async def stop(self, name: str) -> None:
        self._jobs[name].cancel()
        try:
            await self._jobs[name]
        except asyncio.CancelledError:
            pass

    async def drop(self, name: str) -> None:
        job = self._jobs.pop(name, None)
        if job is not None and job.cancel():
            try:
                await asyncio.wait_for(asyncio.shield(job), 2)
            except (asyncio.CancelledError, Exception):
                pass
