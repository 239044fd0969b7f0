import asyncio
import logging

logger = logging.getLogger(__name__)


class Hub:
    def start(self, job) -> None:
        waiter = asyncio.ensure_future(job())
        waiter.add_done_callback(self._ended)

    def _ended(self, done) -> None:
        if not done.cancelled():
            done.exception()

    def watch(self, job) -> None:
        def seen(done, note="x"):
            _ = done.exception()

        asyncio.ensure_future(job()).add_done_callback(seen)
