import logging

logger = logging.getLogger(__name__)


class Gate:
    def open(self, key: str) -> None:
        try:
            row = self._table.find(key)
            self._on_open(row)
        except Exception:
            pass

    def close(self, key: str) -> None:
        try:
            self._on_close(self._rows[key])
        except Exception:
            pass

    def lock(self, key: str) -> None:
        try:
            assert key
            self._lock_hooks[key](key)
        except Exception:
            pass
