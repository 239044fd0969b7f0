import asyncio


class Runner:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        for number in range(2):
            task = asyncio.get_running_loop().create_task(self._work(number))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _work(self, number: int) -> None:
        await asyncio.sleep(0)

    async def join(self) -> int:
        joined = 0
        for task in self._tasks:
            await task
            joined += 1
        return joined
