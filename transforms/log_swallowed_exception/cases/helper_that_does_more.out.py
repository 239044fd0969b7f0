import logging

logger = logging.getLogger(__name__)


class Counting:
    def __init__(self) -> None:
        self._lines = 0

    def _log(self, message: str) -> None:
        logger.info(message)
        self._lines += 1
        if self._lines > 100:
            raise RuntimeError("too many lines")

    def start(self) -> None:
        self._log("started")

    def stop(self, link) -> None:
        try:
            link.close()
        except Exception as error:
            self._log(f"Failed to close link in Counting.stop: {error!r}")


class Plain:
    def __init__(self, name: str) -> None:
        self._name = name

    def _log(self, message: str) -> None:
        if logger.isEnabledFor(logging.INFO):
            text = "{}: {}".format(self._name, message)
            logger.info(text)

    def start(self) -> None:
        self._log("started")

    def stop(self, link) -> None:
        try:
            link.close()
        except Exception as error:
            self._log(f"Failed to close link in Plain.stop: {error!r}")


class Base:
    def __init__(self) -> None:
        self.lines = []

    def _log(self, message: str) -> None:
        logger.info(message)

    def start(self) -> None:
        self._log("started")

    def stop(self, link) -> None:
        try:
            link.close()
        except Exception as error:
            self._log(f"Failed to close link in Base.stop: {error!r}")


class Other(Base):
    def _log(self, message: str, *, level: int) -> None:
        self.lines.append((level, message))
