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
    def __init__(self, runner: TaskRunner | None = None):
        self._runner = runner

    def blind(self):
        self._runner.run(work)

    def guarded(self):
        if self._runner is not None:
            self._runner.run(work)

    def left(self):
        if self._runner is None:
            return
        self._runner.run(work)

    def asserted(self):
        assert self._runner
        self._runner.run(work)


async def work():
    await asyncio.sleep(1)


TaskRunner().run(work)
