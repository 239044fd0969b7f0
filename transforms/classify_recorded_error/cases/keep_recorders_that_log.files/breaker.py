import logging

log = logging.getLogger(__name__)


class Breaker:
    def __init__(self) -> None:
        self.errors = 0

    def record_error(self) -> None:
        self.errors += 1
        log.warning("it failed", exc_info=True)
