import asyncio
from functools import partial


class Pool:
    def __init__(self):
        self._calls = {}
        self._tasks = set()

    def submit(self, call, *args, label=""):
        found = self._calls.setdefault(label or call.__name__, call)
        task = asyncio.create_task(found(*args))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def work(log, number):
    log.append(number)


class Mill:
    def __init__(self, log):
        self._pool = Pool()
        self._log = log

    def grind(self, number):
        self._pool.submit(work, self._log, number)
