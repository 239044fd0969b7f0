import logging

logger = logging.getLogger(__name__)


class Client:
    async def ask(self, source) -> None:
        try:
            self.rows = await source.fetch()
        except Exception:
            logger.warning("source.fetch() failed in Client.ask", exc_info=True)
            self._failures += 1
        try:
            self.rows = await source.fetch()
        except Exception:
            logger.warning("source.fetch() failed in Client.ask", exc_info=True)
            self._failures += 1
            return
