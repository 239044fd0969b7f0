import logging


class Pool:
    def __init__(self, logger: logging.Logger | None = None) -> None:
        self._logger: logging.Logger | None = logger
        self._idle: list = []

    def evict(self) -> int:
        evicted = 0
        for item in list(self._idle):
            try:
                item.close()
            except Exception:
                if self._logger is not None:
                    self._logger.debug("Failed to close item in Pool.evict", exc_info=True)
                continue
            evicted += 1
        return evicted
