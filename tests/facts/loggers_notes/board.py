"""A board where notes are put up."""

from __future__ import annotations

import asyncio
import logging

from scribe import AsyncScribe, Scribe, jot

logger = logging.getLogger(__name__)


class Board:
    """Has many ways to note something."""

    def __init__(self, scribe: Scribe, slow: AsyncScribe, sink, log: logging.Logger | None) -> None:
        self._logger = logging.getLogger("board")
        self._scribe = scribe
        self._slow = slow
        self._sink = sink
        self._maybe = log
        self._quiet = False
        self._notes: list[str] = []

    def _note(self, message: str) -> None:
        self._logger.warning("board: %s", message)

    def _note_in_module(self, message: str) -> None:
        logger.error(message)

    def _note_again(self, message: str) -> None:
        text = message.strip()
        self._note(text)

    def _note_by_scribe(self, message: str) -> None:
        self._scribe.write(message)

    def _note_by_function(self, message: str) -> None:
        jot(message)

    def _note_either_way(self, message: str) -> None:
        if self._quiet:
            self._logger.warning(message)
        else:
            self._logger.error(message)

    def _note_finally(self, message: str) -> None:
        try:
            self._notes.append(message)
        finally:
            self._logger.warning(message)

    def _note_unless_quiet(self, message: str) -> None:
        if not self._quiet:
            self._logger.warning(message)

    def _note_early(self, message: str) -> None:
        if self._quiet:
            return
        self._logger.warning(message)

    def _note_if_any(self, message: str) -> None:
        if self._maybe is not None:
            self._maybe.warning(message)

    def _note_each(self, messages: list[str]) -> None:
        for message in messages:
            self._logger.warning(message)

    def _note_failure(self, message: str) -> None:
        try:
            self._notes.remove(message)
        except ValueError:
            self._logger.warning("no such note")

    def _note_unless_quiet_again(self, message: str) -> None:
        self._note_unless_quiet(message)

    def _note_somewhere(self, message: str) -> None:
        self._sink.write(message)

    def _note_slowly(self, message: str) -> None:
        # Makes a coroutine that nobody runs.
        self._slow.write(message)

    def _note_nothing(self, message: str) -> None:
        pass

    def _note_down(self, message: str) -> None:
        self._notes.append(message)
        print(message)

    def _note_later(self, message: str) -> None:
        def note() -> None:
            self._logger.warning(message)

        self._notes.append(note.__name__)

    def _note_prepared(self, message: str) -> None:
        # The logger is looked at, but not used.
        print(self._logger.isEnabledFor(logging.WARNING))
        self._notes.append(f"{self._logger.name}: {message}")

    def _note_here(self, message: str) -> None:
        """A pinboard has something else to do."""
        self._logger.warning(message)

    def _note_refused(self, message: str) -> None:
        raise RuntimeError(message)

    async def fill(self, message: str) -> None:
        #: logs `self._note` = yes
        self._note(message)
        #: logs `self._note_in_module` = yes
        self._note_in_module(message)
        #: logs `self._note_again` = yes
        self._note_again(message)
        #: logs `self._note_by_scribe` = yes
        self._note_by_scribe(message)
        #: logs `self._note_by_function` = yes
        self._note_by_function(message)
        #: logs `self._note_either_way` = yes
        self._note_either_way(message)
        #: logs `self._note_finally` = yes
        self._note_finally(message)
        #: logs `self._note_unless_quiet` = ?
        self._note_unless_quiet(message)
        #: logs `self._note_early` = ?
        self._note_early(message)
        #: logs `self._note_if_any` = ?
        self._note_if_any(message)
        #: logs `self._note_each` = ?
        self._note_each([message])
        #: logs `self._note_failure` = ?
        self._note_failure(message)
        #: logs `self._note_unless_quiet_again` = ?
        self._note_unless_quiet_again(message)
        #: logs `self._note_somewhere` = ?
        self._note_somewhere(message)
        # A Pinboard's writes nothing.
        #: logs `self._note_here` = ?
        self._note_here(message)
        #: logs `self._note_slowly` = no
        self._note_slowly(message)
        #: logs `self._note_nothing` = no
        self._note_nothing(message)
        #: logs `self._note_down` = no
        self._note_down(message)
        #: logs `self._note_later` = no
        self._note_later(message)
        #: logs `self._note_prepared` = no
        self._note_prepared(message)
        await asyncio.sleep(0)
        #: logs `self._note_refused` = no
        self._note_refused(message)


class Pinboard(Board):
    """Only pins."""

    def _note_here(self, message: str) -> None:
        self._notes.append(message)

    def pin(self, message: str) -> None:
        #: logs `self._note_here` = no
        self._note_here(message)
        #: logs `self._note` = yes
        self._note(message)
        #: logs `self._scribe.write` = yes
        self._scribe.write(message)
        #: logs `self._scribe.count` = no
        print(self._scribe.count(message))
