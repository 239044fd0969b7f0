import asyncio


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


class Hub:
    def __init__(self):
        self._runner = TaskRunner()

    def flush(self, queues):
        for queue in queues:

            async def drain():
                await queue.join()

            self._runner.run(drain)
            self._runner.run(lambda: queue.join())
            self._runner.run(drain, alias="drain")
            self._runner.run(drain, alias=f"drain-{queue}")

    def nap(self):
        async def sleep():
            await asyncio.sleep(1)

        self._runner.run(sleep)


async def alone(queue):
    runner = TaskRunner()

    async def drain():
        await queue.join()

    runner.run(drain)
