"""Those who write."""

from __future__ import annotations

import asyncio
import logging

_log = logging.getLogger("scribe")


def jot(message: str) -> None:
    _log.warning(message)


class Scribe:
    """Writes at once."""

    def __init__(self) -> None:
        self._log = logging.getLogger("scribe.fast")

    def write(self, message: str) -> None:
        self._log.warning(message)

    def count(self, message: str) -> int:
        return len(message)


class AsyncScribe:
    """Writes when it is awaited."""

    def __init__(self) -> None:
        self._log = logging.getLogger("scribe.slow")

    async def write(self, message: str) -> None:
        await asyncio.sleep(0)
        self._log.warning(message)
