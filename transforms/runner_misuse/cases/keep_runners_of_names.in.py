import asyncio


class TaskRunner:
    def __init__(self):
        self._calls = {}

    def add(self, name, call):
        self._calls[name] = call

    def run(self, name: str, *args):
        call = self._calls.get(name)
        if call:
            self.task = asyncio.create_task(call(*args))


class Hub:
    def __init__(self):
        self._runner = TaskRunner()
        self._runner.add("work", self.work)

    def start(self):
        self._runner.run("work")

    def misses(self):
        self._runner.run(self.work)

    async def work(self):
        await asyncio.sleep(1)
