import asyncio
from functools import partial

class TaskRunner:
    def __init__(self):
        self._calls = {}
        self._tasks = set()

    def run(self, call, *args, alias=None, timeout=None, **kwargs) -> str:
        name = alias or call.__name__
        call = self._calls.setdefault(name, call)
        task = asyncio.create_task(asyncio.wait_for(call(*args, **kwargs), timeout))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return f"{name}-run"


async def work(size):
    await asyncio.sleep(size)


def start(runner: TaskRunner, sizes):
    for size in sizes:
        runner.run(partial(work, size), alias=f"work-{size}")
        runner.run(partial(work, timeout=size))
    runner.run(work, 1)
