import asyncio


class Jobs:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[str]] = set()

    def start(self, job) -> None:
        task = asyncio.get_running_loop().create_task(job())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def results(self) -> list[str]:
        found = []
        for task in asyncio.as_completed(self._tasks):
            found.append(await task)
        return found
