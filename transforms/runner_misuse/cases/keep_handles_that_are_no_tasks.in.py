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
        self._token = None

    async def wait(self):
        await self._runner.run(self._work)

    def watch(self):
        token = self._runner.run(self._work)
        print(token)
        token.add_done_callback(print)

    def keep(self):
        self._token = self._runner.run(self._work)

    def stop(self):
        self._token.cancel()

    async def together(self):
        await asyncio.gather(self._runner.run(self._work))

    def show(self):
        return self._runner.run(self._work).upper()

    async def _work(self):
        await asyncio.sleep(1)
