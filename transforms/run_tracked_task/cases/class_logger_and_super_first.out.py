import asyncio
import logging


class Base:
    def __init__(self):
        self.closed = False


class Poller(Base):
    def __init__(self, interval):
        """Polls every ``interval`` seconds."""
        self._background_tasks: set[asyncio.Task[object]] = set()
        super().__init__()
        self._interval = interval
        self._log = logging.getLogger("poller")

    def start(self):
        self._log.info("polling every %s", self._interval)
        task = asyncio.ensure_future(self._poll())
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

    async def _poll(self):
        raise OSError("unreachable")

    def _on_background_task_done(self, task: asyncio.Task[object]) -> None:
        self._background_tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        self._log.error("A background task of Poller failed", exc_info=task.exception())
