import logging

logger = logging.getLogger(__name__)


class Client:
    def ask(self, source) -> None:
        try:
            self.rows = source.fetch()
        except OSError:
            raise
        except Exception:
            logger.warning("source.fetch() failed in Client.ask", exc_info=True)
            self._failures += 1

    def tell(self, source) -> None:
        try:
            self.rows = source.fetch()
        except (Exception, ExceptionGroup):
            logger.warning("source.fetch() failed in Client.tell", exc_info=True)
            self._failures += 1

    def show(self, source) -> None:
        try:
            self.rows = source.fetch()
        except Exception:
            logger.warning("source.fetch() failed in Client.show", exc_info=True)
            self._seen[
                "errors"
            ] += 1
