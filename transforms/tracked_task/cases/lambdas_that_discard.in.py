import asyncio
import logging

logger = logging.getLogger(__name__)


class Bell:
    def __init__(self):
        self._rings = set()

    def ring(self, tone):
        task = asyncio.create_task(sound(tone))
        self._rings.add(task)
        task.add_done_callback(lambda done: self._rings.discard(done))


async def sound(tone):
    await tone()
