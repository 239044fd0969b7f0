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

    def start(self, cores):
        self._runner.run(self._wait, cores, timeout=3)
        self._runner.run(self._rest, cores, timeout=3)
        self._runner.run(self._work, cores, timeout=3)
        self._runner.run(self._work, cores=cores)

    async def _wait(self, cores, timeout):
        await asyncio.sleep(timeout)

    async def _rest(self, cores, timeout=1):
        await asyncio.sleep(timeout)

    async def _work(self, cores):
        await asyncio.sleep(cores)
