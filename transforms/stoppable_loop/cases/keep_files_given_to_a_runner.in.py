import asyncio


class Runner:
    def run(self, work) -> None:
        self.last = work


class Hub:
    def __init__(self, runner: Runner) -> None:
        runner.run(self._beat)
        runner.run(self._listen())

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(1)

    async def _listen(self) -> None:
        while True:
            await asyncio.sleep(1)
