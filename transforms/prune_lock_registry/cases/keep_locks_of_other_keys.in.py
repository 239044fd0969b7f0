import asyncio
from collections import defaultdict


class Workers:
    def __init__(self) -> None:
        self._workers: dict[str, int] = {}
        self._results: dict[str, int] = {}
        self._workflow_events: dict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def register(self, worker_id: str) -> None:
        self._workers[worker_id] = 1

    def unregister(self, worker_id: str) -> None:
        self._workers.pop(worker_id, None)

    async def wait(self, workflow_id: str) -> None:
        await self._workflow_events[workflow_id].wait()

    def done(self, workflow_id: str) -> None:
        self._results[workflow_id] = 1
        self._workflow_events[workflow_id].set()

    def result(self, workflow_id: str) -> int:
        return self._results.pop(workflow_id)
