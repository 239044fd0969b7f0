import logging
import sys


class Sink(logging.Handler):
    def emit(self, record) -> None:
        try:
            sys.stdout.write(self.format(record))
        except Exception:
            pass


class Reporter:
    def __init__(self, logger) -> None:
        self._logger = logger

    def fail(self, reason: str) -> None:
        try:
            self._logger.error("failed: %s", reason)
        except Exception:
            pass

    def _log(self, text: str) -> None:
        try:
            self._logger.send(text)
        except Exception:
            return

    def note(self, reason: str) -> None:
        try:
            log = logging.getLogger(type(self).__name__)
            text = "failed: {}".format(reason)
            log.error(text)
        except Exception:
            pass
