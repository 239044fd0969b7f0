import asyncio
from collections import deque
from functools import partial


class Hub:
    def __init__(self):
        self._jobs = set()
        self._queue = deque()
        self._others = set()

    def popped(self, job):
        task = asyncio.create_task(job())
        self._jobs.add(task)
        task.add_done_callback(lambda _: self._jobs.pop())

    def popped_directly(self, job):
        task = asyncio.create_task(job())
        self._jobs.add(task)
        task.add_done_callback(self._jobs.pop)

    def from_the_left(self, job):
        task = asyncio.create_task(job())
        self._queue.append(task)
        task.add_done_callback(self._ended)

    def in_a_loop(self, jobs):
        for job in jobs:
            task = asyncio.create_task(job())
            self._jobs.add(task)
            task.add_done_callback(lambda _: self._jobs.discard(task))

    def bound_twice(self, job):
        task = asyncio.create_task(job())
        self._jobs.add(task)
        task.add_done_callback(partial(self._jobs.discard, task))

    def current(self, job):
        task = asyncio.create_task(job())
        self._jobs.add(task)
        task.add_done_callback(lambda _: self._jobs.discard(asyncio.current_task()))

    def elsewhere(self, job):
        task = asyncio.create_task(job())
        self._others.add(task)
        task.add_done_callback(self._jobs.discard)

    def sometimes(self, job):
        task = asyncio.create_task(job())
        self._others.add(task)
        task.add_done_callback(self._unless_cancelled)

    def _ended(self, task):
        self._queue.popleft()

    def _unless_cancelled(self, task):
        if task.cancelled():
            return
        self._others.discard(task)
