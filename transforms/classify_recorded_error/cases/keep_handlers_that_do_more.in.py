import logging

logger = logging.getLogger(__name__)


class Client:
    def ask(self, source) -> None:
        try:
            self.rows = source.fetch()
        except Exception as error:
            self._failures += 1
            self._last = error
        try:
            self.rows = source.fetch()
        except Exception:
            self._failures += 1
            logger.exception("no rows")
        try:
            self.rows = source.fetch()
        except Exception:
            self._failures += 1
            self._restart(source)
        try:
            self.rows = source.fetch()
        except Exception:
            self._failures += 1
            raise
        try:
            self.rows = source.fetch()
        except Exception:
            if self._strict:
                self._failures += 1
        try:
            self.rows = source.fetch()
        except Exception as error:
            self._failures += 1
            return error
