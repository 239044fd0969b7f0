import logging
import sys

log = logging.getLogger(__name__)


class Breaker:
    def __init__(self) -> None:
        self.errors = 0
        self.last = None

    def record_error(self) -> None:
        self.errors += 1
        if self.errors > 3:
            log.warning("open")

    def record_failure(self, error: Exception) -> None:
        self.errors += 1

    async def record_late_error(self) -> None:
        log.warning("late")


class Loud:
    def record_error(self) -> None:
        sys.stderr.write("failed\n")
