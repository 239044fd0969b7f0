import asyncio
import logging

logger = logging.getLogger(__name__)


class Outbox:
    def __init__(self, send):
        self._send = send
        self._open = set()

    def post(self, letter):
        task = asyncio.create_task(self._deliver(letter))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _deliver(self, letter):
        await self._send(letter)
