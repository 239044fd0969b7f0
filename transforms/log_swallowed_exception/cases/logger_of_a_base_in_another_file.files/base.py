import logging


class Service:
    def __init__(self) -> None:
        self.rows: list = []
        self._log = logging.getLogger("service")

    def begin(self) -> None:
        self._log.info("begin")
