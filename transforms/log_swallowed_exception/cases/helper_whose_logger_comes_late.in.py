import logging


class Node:
    def __init__(self, link) -> None:
        self.connect(link)
        self._out = logging.getLogger("node")

    def _log_warning(self, message: str) -> None:
        self._out.warning(message)

    def begin(self) -> None:
        self._log_warning("beginning")

    def connect(self, link) -> None:
        try:
            link.open()
        except Exception:
            pass


class Store:
    def __init__(self, logger) -> None:
        self._logger = logger

    def load(self) -> None:
        self._logger.info("loading")

    def read(self, disk) -> None:
        try:
            disk.spin()
        except Exception:
            pass
