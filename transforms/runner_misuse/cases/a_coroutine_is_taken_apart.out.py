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


async def note(log, text):
    log.append(text)


class Book:
    def __init__(self, log):
        self._runner = TaskRunner()
        self._log = log

    def write(self, text):
        self._runner.run(note, self._log, text=text)

    def rewrite(self, text):
        self._runner.run(self._write, text)

    async def _write(self, text):
        self._log.append(text)
