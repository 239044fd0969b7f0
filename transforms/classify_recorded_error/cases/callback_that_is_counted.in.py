import logging

logger = logging.getLogger(__name__)


class Client:
    def tell(self, row) -> None:
        try:
            self._on_row(row)
        except Exception:
            self._failures += 1
