import logging

logger = logging.getLogger(__name__)


class Client:
    def __init__(self) -> None:
        self._failures = 0

    def ask(self, source) -> None:
        try:
            self.rows = source.fetch()
        # the peer may be away
        except Exception:
            self._failures += 1  # shown on the page
            return
        self.asked = True
