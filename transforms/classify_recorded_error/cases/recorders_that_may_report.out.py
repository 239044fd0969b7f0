import logging

from breaker import Breaker, Loud

logger = logging.getLogger(__name__)


class Client:
    def __init__(self, breaker: Breaker, loud: Loud) -> None:
        self._breaker = breaker
        self._loud = loud

    def ask(self, source) -> None:
        try:
            self.rows = source.fetch()
        except Exception:
            logger.warning("source.fetch() failed in Client.ask", exc_info=True)
            self._breaker.record_error()

    def tell(self, source) -> None:
        try:
            self.rows = source.fetch()
        except Exception as error:
            logger.warning("source.fetch() failed in Client.tell", exc_info=True)
            self._breaker.record_failure(error)

    async def drop(self, source) -> None:
        try:
            self.rows = source.fetch()
        except Exception:
            logger.warning("source.fetch() failed in Client.drop", exc_info=True)
            self._breaker.record_late_error()

    def shout(self, source) -> None:
        try:
            self.rows = source.fetch()
        except Exception:
            logger.warning("source.fetch() failed in Client.shout", exc_info=True)
            self._loud.record_error()
