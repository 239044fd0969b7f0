import asyncio


class Runner:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, job) -> None:
        self._tasks.add(asyncio.get_running_loop().create_task(job()))

    async def drain(self) -> None:
        tasks = self._tasks.copy()
        for task in tasks:
            await task
        while self._tasks:
            task = self._tasks.pop()
            await task
