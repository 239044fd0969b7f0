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


class Guest:
    def __init__(self, runner: TaskRunner, name):
        self._runner = runner
        self.name = name
        self.notes = []

    def report(self, cores):
        return self._runner.run(self._note, cores)

    async def _note(self, cores):
        self.notes.append((self.name, cores))
