import contextlib
import logging

logger = logging.getLogger(__name__)


class Timer:
    def ring(self) -> None:
        self.rung = True
        try:
            self._on_ring(self)
        except Exception:
            logger.error(
                "Callback self._on_ring(self) failed in Timer.ring",
                exc_info=True,
            )
