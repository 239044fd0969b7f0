import logging

logger = logging.getLogger(__name__)


class Gate:
    def open(self, key: str) -> None:
        try:
            row = self._table.find(key)
            self._on_open(row)
        except Exception:
            pass
