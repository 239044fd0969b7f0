import asyncio
import contextlib
import logging

logger = logging.getLogger(__name__)


class Hub:
    def __init__(self, peers):
        self._peers = peers

    def tell(self, news):
        try:
            asyncio.create_task(self._send(news, 1))
        except Exception:
            logger.exception("could not tell")

    def tell_quietly(self, news):
        with contextlib.suppress(Exception):
            asyncio.create_task(self._send(news, 2))

    async def _send(self, news, level):
        raise ConnectionError(self._peers)
