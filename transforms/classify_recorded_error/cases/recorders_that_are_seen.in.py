import logging

from breaker import Breaker

logger = logging.getLogger(__name__)


class Client:
    def __init__(self, breaker: Breaker) -> None:
        self._breaker = breaker
        self._misses = 0
        self.rows = None

    def ask(self, source) -> None:
        try:
            self.rows = source.fetch()
        except Exception:
            self._breaker.record_error()

    async def ask_later(self, source) -> None:
        try:
            self.rows = await source.fetch()
        except Exception:
            await self._breaker.record_late_error()
            return

    def ask_twice(self, source) -> None:
        try:
            self.rows = source.fetch()
        except Exception:
            self._mark_failed()

    def _mark_failed(self) -> None:
        self._misses += 1
        self._breaker.record_error()
