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

    def wake(self, peers):
        for peer in peers:
            self._runner.run(peer.wake, 1, timeout=2.0, alias=f"wake-{id(peer)}")
