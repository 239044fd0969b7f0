import asyncio


async def all_of(jobs):
    tasks = []
    for job in jobs:
        tasks.append(asyncio.create_task(job()))
    return await asyncio.gather(*tasks)


class Hub:
    def __init__(self, loop):
        self._loop = loop
        self._task = None
        self._values = set()

    def start(self, job):
        self._task = asyncio.create_task(job())

    def value(self, number):
        self._values.add(number)

    def thread(self, job):
        self._values.add(asyncio.run_coroutine_threadsafe(job(), self._loop))
