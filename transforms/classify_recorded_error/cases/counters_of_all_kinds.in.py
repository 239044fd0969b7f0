import logging

logger = logging.getLogger(__name__)


class Poller:
    def __init__(self) -> None:
        self._failures = 0
        self._left = 3
        self._seen: dict = {"errors": 0}
        self.rows = None

    def poll(self, source) -> None:
        try:
            self.rows = source.fetch()
        except Exception:
            self._failures += 1

    def spend(self, source) -> None:
        try:
            self.rows = source.fetch()
        except (Exception):
            self._left = self._left - 1  # one try less
            return

    def note(self, source) -> None:
        try:
            source.push(self.rows)
        except Exception as error:
            self._seen["errors"] += 1  # shown on the page
