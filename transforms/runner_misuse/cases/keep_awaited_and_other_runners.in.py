import asyncio


class TaskRunner:
    def __init__(self):
        self._tasks = set()

    async def run(self, call, *args):
        task = asyncio.create_task(call(*args), name=call.__name__)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await task


class CoroutineRunner:
    def run(self, coroutine):
        self.task = asyncio.create_task(coroutine)


class TestRunner:
    def run(self, suite):
        return len(suite)


class Hub:
    def __init__(self):
        self.runner = TaskRunner()
        self.coroutines = CoroutineRunner()
        self.tests = TestRunner()

    async def right(self):
        await self.runner.run(self.work)

    def wrong(self):
        self.runner.run(self.work)

    def made(self):
        self.coroutines.run(self.work())

    def not_made(self):
        self.coroutines.run(self.work)

    def test(self):
        return self.tests.run([self.work])

    async def work(self):
        await asyncio.sleep(1)


async def main():
    await asyncio.Runner().run(Hub().work())
