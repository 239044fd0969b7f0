import asyncio
import logging

logger = logging.getLogger(__name__)


class Feed:
    def __init__(self) -> None:
        self._reader: asyncio.Task | None = None

    def collect(self) -> None:
        try:
            exception = self._reader.exception()
            if exception is not None:
                logger.error("Task self._reader failed in Feed.collect", exc_info=exception)
        except Exception:
            logger.exception("The reader failed")
        self._reader = None
