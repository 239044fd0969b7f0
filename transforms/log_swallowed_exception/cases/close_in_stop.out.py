"""Connections of a relay."""

import asyncio
import logging

logger = logging.getLogger(__name__)


class Link:
    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    def stop(self) -> None:
        try:
            self._writer.close()
        except Exception:
            logger.debug("Failed to close self._writer in Link.stop", exc_info=True)
