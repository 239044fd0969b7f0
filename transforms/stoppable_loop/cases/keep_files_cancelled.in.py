import asyncio


class Hub:
    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        for number in range(3):
            self._tasks.append(asyncio.create_task(self._work(number)))

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _work(self, number: int) -> None:
        while True:
            await asyncio.sleep(number)
