import asyncio
import logging

from watch import look

logger = logging.getLogger(__name__)


class Link:
    def __init__(self, number: int) -> None:
        self.number = number

    def open(self) -> None:
        asyncio.create_task(beat(look(self)))

    def send(self) -> None:
        asyncio.create_task(self._send())

    async def _send(self) -> None:
        await asyncio.sleep(self.number)


async def beat(link) -> None:
    while link() is not None:
        await asyncio.sleep(0.01)
