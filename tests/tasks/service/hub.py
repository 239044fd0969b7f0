"""A class whose tasks are kept in attributes, and ended by itself, by a subclass and by another file."""

import asyncio
from collections import deque


class Hub:
    def __init__(self):
        self._pump = None
        self._beat = None
        self.watch = None
        self._sessions = set()
        self._by_name = {}
        self._recent = deque(maxlen=10)
        self._nested = {}
        self._idle = None
        self._told = None

    async def start(self, name):
        self._pump = asyncio.create_task(self.run())  # task: owner=stored cancelled=Hub.stop
        self._beat = asyncio.create_task(self.run())  # task: owner=stored cancelled=LoudHub.quiet
        self.watch = asyncio.create_task(self.run())  # task: owner=stored cancelled=shut
        self._idle = asyncio.create_task(self.run())  # task: owner=stored
        self._told = asyncio.create_task(self.run())  # task: owner=stored refused=Hub.stop
        self._by_name[name] = asyncio.create_task(self.run())  # task: owner=stored cancelled=Hub.drop
        self._recent.append(asyncio.create_task(self.run()))  # task: owner=stored awaited=Hub.stop
        self._nested.setdefault(name, []).append(asyncio.create_task(self.run()))  # task: owner=stored cancelled=Hub.stop
        session = asyncio.create_task(self.run())  # task: owner=stored cancelled=Hub.stop awaited=Hub.stop
        self._sessions.add(session)
        session.add_done_callback(self._sessions.discard)

    async def run(self):
        await asyncio.sleep(60)

    def drop(self, name):
        task = self._by_name.pop(name, None)
        if task is not None:
            task.cancel()

    async def stop(self):
        if (pump := self._pump) is not None:
            pump.cancel()
        self._told.set_result(None)
        for sessions in self._nested.values():
            for session in sessions:
                session.cancel()
        tasks = list(self._sessions)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.wait(self._recent)
        print(self._idle)


class LoudHub(Hub):
    def quiet(self):
        self._beat.cancel()
