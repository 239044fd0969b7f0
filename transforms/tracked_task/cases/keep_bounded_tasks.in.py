import asyncio


class Workers:
    def __init__(self, number):
        self._tasks = []
        self._one = {}
        self._number = number

    def start(self):
        for number in range(self._number):
            self._tasks.append(asyncio.create_task(self._work(number)))

    def switch(self, job):
        self._one["job"] = asyncio.create_task(job())

    async def run(self):
        while self._number:
            self._tasks.append(asyncio.create_task(self._work(0)))
            await asyncio.sleep(1)

    async def stop(self):
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    async def _work(self, number):
        await asyncio.sleep(number)
