import logging

logger = logging.getLogger(__name__)


class Client:
    def ask(self, source) -> None:
        try:
            self.rows = source.fetch()
        except OSError:
            raise
        except Exception:
            self._failures += 1

    def tell(self, source) -> None:
        try:
            self.rows = source.fetch()
        except (Exception, ExceptionGroup):
            self._failures += 1

    def show(self, source) -> None:
        try:
            self.rows = source.fetch()
        except Exception:
            self._seen[
                "errors"
            ] += 1
