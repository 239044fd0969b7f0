import logging

logger = logging.getLogger(__name__)


class Gate:
    def open(self, key: str) -> None:
        try:
            row = self._table.find(key)
            self._on_open(row)
        except Exception:
            logger.error(
                "Callback self._on_open(row), or what goes with it, failed in Gate.open",
                exc_info=True,
            )

    def close(self, key: str) -> None:
        try:
            self._on_close(self._rows[key])
        except Exception:
            logger.error(
                "Callback self._on_close(...), or what goes with it, failed in Gate.close",
                exc_info=True,
            )

    def lock(self, key: str) -> None:
        try:
            assert key
            self._lock_hooks[key](key)
        except Exception:
            logger.error(
                "Callback self._lock_hooks[...](key), or what goes with it, failed in Gate.lock",
                exc_info=True,
            )
