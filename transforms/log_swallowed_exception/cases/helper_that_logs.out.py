import logging


class Worker:
    def __init__(self) -> None:
        self._out = logging.getLogger("worker")

    def _log_warning(self, message: str) -> None:
        self._out.warning(message)

    def begin(self) -> None:
        self._log_warning("no work yet")

    def refresh(self, source) -> bool:
        try:
            source.pull()
        except (Exception) as error:
            self._log_warning(f"source.pull() failed in Worker.refresh: {error!r}")
            self.fresh = False
        return True
