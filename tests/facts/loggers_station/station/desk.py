"""The desk: this module has a logger."""

from __future__ import annotations

import logging

from station.machines import Machine
from station.recorder import Record, Recorder

logger = logging.getLogger(__name__)


class Desk:
    """Has nothing of its own."""

    def __init__(self, name: str) -> None:
        #: logger = logger
        self._name = name

    async def ask(self) -> str:
        #: logger = logger
        return self._name


class Counter:
    """Has its own."""

    def __init__(self, name: str) -> None:
        # Too early for the instance's.
        #: logger = logger
        self._name = name
        self._logger = logging.getLogger(f"counter.{name}")
        #: logger = self._logger
        self._sold = 0

    async def sell(self, count: int) -> None:
        if count < 1:
            self._logger.warning("sold nothing")

        def undo() -> None:
            #: logger = self._logger
            self._sold -= count

        #: logger = self._logger
        self._sold += count
        print(undo)

    @staticmethod
    def price(count: int) -> int:
        #: logger = logger
        return 3 * count

    @classmethod
    def standard(cls) -> Counter:
        # The class has no `_logger`, only its instances do.
        #: logger = logger
        return cls("standard")


class Clerk:
    """May have one."""

    def __init__(self, log: logging.Logger | None = None) -> None:
        self._logger = log
        self._served = 0

    def serve(self) -> None:
        if self._logger is not None:
            self._logger.info("serving")
        #: logger = self._logger optional
        self._served += 1


class Gate:
    """Shares one among its instances."""

    _logger = logging.getLogger("station.gate")

    def shut(self) -> None:
        self._logger.info("shutting")
        #: logger = self._logger
        self._shut = True


class Speaker:
    """Awaits its logger, but the module has one for the rest."""

    def __init__(self, logger: Recorder) -> None:
        self._logger = logger

    async def say(self, text: str) -> None:
        try:
            print(text)
        except OSError:
            await self._logger.log(Record(source="speaker", message="silent"))
        #: logger = self._logger awaited
        print("said")

    def mute(self) -> None:
        #: logger = logger
        print("muted")


class Lift(Machine):
    """The base's goes before the module's."""

    def call(self, floor: int) -> None:
        #: logger = self._logger
        self._floor = floor


def announce(text: str) -> None:
    #: logger = logger
    print(text)


def configure(logger: str) -> None:
    # The parameter hides the module's.
    #: logger = new
    print(logger)


def reopen(counter: Counter) -> None:
    def again() -> None:
        #: logger = logger
        print(counter)

    again()
