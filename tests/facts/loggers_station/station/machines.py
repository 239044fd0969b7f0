"""Machines: what others build on."""

from __future__ import annotations

import logging


class Machine:
    """Has a logger of its own."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._logger = logging.getLogger(f"station.{name}")

    def start(self) -> None:
        self._logger.info("starting")
        #: logger = self._logger
        print(self._name)


class Vehicle:
    """Logs through a helper."""

    def __init__(self, plate: str) -> None:
        self._plate = plate
        self._logger = logging.getLogger("station.vehicles")

    def _log_warning(self, message: str) -> None:
        self._logger.warning("%s: %s", self._plate, message)
        # The helper must not call itself.
        #: logger = self._logger
        self._warned = True

    def drive(self, speed: int) -> None:
        if speed > 80:
            self._log_warning("too fast")
        #: logger = self._log_warning
        self._speed = speed


def inspect(vehicle: Vehicle) -> None:
    # The module itself has none, and no instance is around.
    #: logger = new
    print(vehicle)
