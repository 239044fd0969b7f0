import asyncio


class Hub:
    def tell(self):
        self._start()

    def shout(self):
        self._start()
        for _ in range(2): self._start()

    def _start(self):
        task = asyncio.create_task(self._run())
        return task

    async def _run(self):
        pass
