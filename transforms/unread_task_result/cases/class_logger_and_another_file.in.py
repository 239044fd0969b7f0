"""Collects what workers leave."""

import logging

from relay.state import State


class Collector:
    def __init__(self, state: State) -> None:
        self._state = state
        self._logger = logging.getLogger("relay")

    def collect(self) -> None:
        self._state.worker.exception()
