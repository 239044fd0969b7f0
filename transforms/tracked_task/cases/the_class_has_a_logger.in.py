import asyncio
import logging


class Gate:
    def __init__(self, name):
        self._log = logging.getLogger(name)
        self._visits = set()

    def visit(self, guest):
        self._log.info("%s visits", guest)
        task = asyncio.ensure_future(self._admit(guest))
        self._visits.add(task)
        task.add_done_callback(self._forget)

    def _forget(self, visit):
        self._visits.discard(visit)

    async def _admit(self, guest):
        await guest()
