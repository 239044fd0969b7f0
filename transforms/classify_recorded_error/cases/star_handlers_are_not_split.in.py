import logging

logger = logging.getLogger(__name__)


class Client:
    def ask(self, source) -> None:
        try:
            self.rows = source.fetch()
        except* Exception:
            self._failures += 1
