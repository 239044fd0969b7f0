import asyncio
import logging

logger = logging.getLogger(__name__)


class Beacon:
    def __init__(self, sender):
        self._sender = sender

    def blink(self, colour):
        asyncio.Task(self._send(colour))

    async def _send(self, colour):
        await self._sender(colour)


class Task:
    """Not asyncio's."""

    def __init__(self, title):
        self.title = title


def plan(title):
    Task(title)
