import asyncio
from functools import partial

_jobs = set()


class Hub:
    pending = set()

    def __init__(self):
        self._jobs = set()
        self._named = {}

    def plain(self, job):
        task = asyncio.create_task(job())
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)

    def other_order(self, job):
        task = asyncio.create_task(job())
        task.add_done_callback(self._jobs.discard)
        self._jobs.add(task)

    def by_method(self, job):
        task = asyncio.create_task(job())
        self._jobs.add(task)
        task.add_done_callback(self._ended)

    def by_key(self, name, job):
        self._named[name] = task = asyncio.create_task(job())
        task.add_done_callback(partial(self._named_ended, name))

    def by_lambda(self, name, job):
        self._named[name] = asyncio.create_task(job())
        self._named[name].add_done_callback(lambda _: self._named.pop(name, None))

    def of_the_class(self, job):
        task = asyncio.create_task(job())
        Hub.pending.add(task)
        task.add_done_callback(Hub.pending.discard)

    def nested(self, job):
        task = asyncio.create_task(job())

        def done(ended):
            try:
                self._jobs.remove(ended)
            except KeyError:
                pass

        self._jobs.add(task)
        task.add_done_callback(done)

    def _ended(self, task):
        self._forget(task)

    def _forget(self, task):
        if task in self._jobs:
            self._jobs.remove(task)

    def _named_ended(self, name, task):
        if self._named.get(name) is task:
            del self._named[name]


def start(job):
    task = asyncio.create_task(job())
    _jobs.add(task)
    task.add_done_callback(_jobs.discard)
