import logging

logger = logging.getLogger(__name__)


class Client:
    def __init__(self) -> None:
        self._failures = 0

    def ask(self, source) -> None:
        try:
            self.rows = source.fetch()
        except OSError:
            logger.debug("source.fetch() failed in Client.ask", exc_info=True)
            self._failures += 1
            return
        # the peer may be away
        except Exception:
            logger.error("source.fetch() failed in Client.ask", exc_info=True)
            self._failures += 1  # shown on the page
            return
        self.asked = True
