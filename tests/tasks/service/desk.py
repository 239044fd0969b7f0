"""Tasks behind properties, in set arithmetic, and in an attribute that is set again."""

import asyncio


class Desk:
    def __init__(self):
        self.__writer = None
        self._ongoing = set()
        self._reader = None

    @property
    def writer(self):
        return self.__writer

    @writer.setter
    def writer(self, writer):
        self.__writer = writer

    async def write(self):
        self.writer = asyncio.create_task(self.work())  # task: owner=stored cancelled=Desk.close

    def begin(self):
        task = asyncio.create_task(self.work())  # task: owner=stored cancelled=Desk.stop awaited=Desk.stop
        self._ongoing.add(task)

    async def read_twice(self):
        self._reader = asyncio.create_task(self.work())  # task: owner=stored awaited=Desk.read_twice
        await self._reader
        self._reader = asyncio.create_task(self.work())  # task: owner=stored cancelled=Desk.read_twice
        self._reader.cancel()

    async def work(self):
        await asyncio.sleep(1)

    def close(self):
        if self.__writer is not None:
            self.__writer.cancel()

    async def stop(self):
        current = asyncio.current_task()
        while tasks := self._ongoing - {current}:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
