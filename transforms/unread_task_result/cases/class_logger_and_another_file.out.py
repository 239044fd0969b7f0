"""Collects what workers leave."""

import logging

from relay.state import State


class Collector:
    def __init__(self, state: State) -> None:
        self._state = state
        self._logger = logging.getLogger("relay")

    def collect(self) -> None:
        exception = self._state.worker.exception()
        if exception is not None:
            self._logger.error(
                "Task self._state.worker failed in Collector.collect",
                exc_info=exception,
            )
