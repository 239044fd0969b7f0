import asyncio
import logging

logger = logging.getLogger(__name__)


class Hub:
    def start(self, job) -> None:
        waiter = asyncio.ensure_future(job())
        waiter.add_done_callback(self._ended)

    def _ended(self, done) -> None:
        if not done.cancelled():
            exception = done.exception()
            if exception is not None:
                logger.error("Task done failed in Hub._ended", exc_info=exception)

    def watch(self, job) -> None:
        def seen(done, note="x"):
            exception = done.exception()
            if exception is not None:
                logger.error("Task done failed in Hub.watch.seen", exc_info=exception)

        asyncio.ensure_future(job()).add_done_callback(seen)
