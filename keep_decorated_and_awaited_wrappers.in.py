import asyncio
import functools


class Hub:
    @functools.wraps(print)
    def _start(self):
        return asyncio.create_task(self._run())

    def begin(self):
        self._start()

    async def _launch(self):
        return asyncio.create_task(self._run())

    async def main(self):
        task = await self._launch()
        await task

    async def _forget(self):
        return asyncio.create_task(self._run())

    async def forget(self):
        await self._forget()

    async def _run(self):
        pass
