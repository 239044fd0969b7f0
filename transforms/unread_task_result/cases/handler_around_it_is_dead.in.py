import asyncio
import logging

logger = logging.getLogger(__name__)


class Feed:
    def __init__(self) -> None:
        self._reader: asyncio.Task | None = None

    def collect(self) -> None:
        try:
            self._reader.exception()
        except Exception:
            logger.exception("The reader failed")
        self._reader = None
