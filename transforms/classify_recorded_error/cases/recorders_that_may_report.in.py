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
            self._breaker.record_error()

    def tell(self, source) -> None:
        try:
            self.rows = source.fetch()
        except Exception as error:
            self._breaker.record_failure(error)

    async def drop(self, source) -> None:
        try:
            self.rows = source.fetch()
        except Exception:
            self._breaker.record_late_error()

    def shout(self, source) -> None:
        try:
            self.rows = source.fetch()
        except Exception:
            self._loud.record_error()
