"""The yard: this module has no logger itself."""

from __future__ import annotations

import asyncio

from station.machines import Machine, Vehicle
from station.recorder import Record, Recorder


class Crane(Machine):
    """The base's logger is there."""

    def lift(self, weight: int) -> None:
        #: logger = self._logger
        self._weight = weight


class Truck(Vehicle):
    """The base's helper is there."""

    def load(self, weight: int) -> None:
        #: logger = self._log_warning
        self._weight = weight


class Dummy(Machine):
    """Never runs the base's `__init__`, so nothing there exists."""

    def __init__(self) -> None:
        self._weight = 0

    def lift(self, weight: int) -> None:
        #: logger = new
        self._weight = weight


class Signal:
    """Awaits its logger."""

    def __init__(self, logger: Recorder) -> None:
        self._logger = logger
        self._green = False

    async def switch(self) -> None:
        try:
            await asyncio.sleep(0.1)
        except OSError:
            await self._logger.log(Record(source="signal", message="stuck"))
        #: logger = self._logger awaited
        self._green = not self._green

    async def watch(self) -> None:
        def on_change() -> None:
            # Not async.
            #: logger = new
            self._green = False

        #: logger = self._logger awaited
        on_change()

    def force(self) -> None:
        # A sync function cannot await.
        #: logger = new
        self._green = True


class Siding:
    """Its helper looks like one that logs, but only makes a coroutine and drops it."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._cars = 0

    def _log_warning(self, message: str) -> None:
        self._recorder.log(Record("siding", message))

    def push(self) -> None:
        self._log_warning("pushed")
        #: logger = new
        self._cars += 1


class Shed:
    """Logs nothing; the list is only called so."""

    def __init__(self) -> None:
        self._log: list[str] = []
        self._catalog: dict[str, str] = {}

    def store(self, name: str) -> None:
        self._log.append(name)
        #: logger = new
        self._catalog[name] = name


async def arrive(signal: Signal) -> None:
    #: logger = new
    await signal.switch()
