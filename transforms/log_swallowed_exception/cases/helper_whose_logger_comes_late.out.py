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
        except Exception as error:
            self._log_warning(f"link.open() failed in Node.connect: {error!r}")


class Store:
    def __init__(self, logger) -> None:
        self._logger = logger

    def load(self) -> None:
        self._logger.info("loading")

    def read(self, disk) -> None:
        try:
            disk.spin()
        except Exception:
            self._logger.warning("disk.spin() failed in Store.read", exc_info=True)
