import asyncio


class Hub:
    def _start(self):
        return asyncio.create_task(self._run())

    def begin(self, register):
        register(self._start)
        self._start()

    @property
    def fresh(self):
        return asyncio.ensure_future(self._run())

    async def _run(self):
        pass
