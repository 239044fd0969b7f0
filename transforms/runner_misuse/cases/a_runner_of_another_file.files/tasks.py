import asyncio


class TaskRunner:
    def __init__(self):
        self._calls = {}
        self._tasks = set()

    def run(self, call, *args, name=None, **kwargs):
        if name is None:
            name = call.__name__
        if name not in self._calls:
            self._calls[name] = call
        task = asyncio.create_task(self._calls[name](*args, **kwargs))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
