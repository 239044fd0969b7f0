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
    def __init__(self, runner: TaskRunner):
        self.runner = runner
        self.notes = []

    def report(self, cores):
        self.runner.run(
            self.note,  # by whom
            cores,
            timeout=1.0, alias=f"Guest.note-{id(self)}",
        )

    async def note(self, cores):
        self.notes.append(cores)
