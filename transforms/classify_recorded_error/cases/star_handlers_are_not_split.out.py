import logging

logger = logging.getLogger(__name__)


class Client:
    def ask(self, source) -> None:
        try:
            self.rows = source.fetch()
        except* Exception:
            logger.warning("source.fetch() failed in Client.ask", exc_info=True)
            self._failures += 1
