"""A circuit breaker: stop calling what keeps failing, and try again after a while."""

import logging
import time
from collections.abc import Callable

logger = logging.getLogger(__name__)

OnOpen = Callable[[str, int], None]


class CircuitBreaker:
    """Opens after ``limit`` failures in a row; lets calls through again after ``cooldown``."""

    def __init__(
        self, name: str, on_open: OnOpen | None = None, limit: int = 3, cooldown: float = 1.0
    ) -> None:
        self.name = name
        self._on_open = on_open
        self._limit = limit
        self._cooldown = cooldown
        self._failures = 0
        self._opened_at = 0.0

    def allows(self) -> bool:
        """Whether a call may go out now."""
        if self._failures < self._limit:
            return True
        return time.monotonic() - self._opened_at >= self._cooldown

    def record_success(self) -> None:
        """A call went well: close."""
        if self._failures >= self._limit:
            logger.info("Sink %s answers again", self.name)
        self._failures = 0

    def record_failure(self) -> None:
        """A call failed: open at the limit."""
        self._failures += 1
        if self._failures >= self._limit:
            self._opened_at = time.monotonic()
            if self._on_open is not None:
                try:
                    self._on_open(self.name, self._failures)
                except Exception:
                    pass
