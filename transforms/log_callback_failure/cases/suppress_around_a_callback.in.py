import contextlib
import logging

logger = logging.getLogger(__name__)


class Timer:
    def ring(self) -> None:
        self.rung = True
        with contextlib.suppress(Exception):
            self._on_ring(self)
