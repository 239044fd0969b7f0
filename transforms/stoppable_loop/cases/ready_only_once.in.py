import asyncio


class Poller:
    _stopped = False

    def start(self):
        self.task = asyncio.create_task(self._poll())

    def stop(self):
        self._stopped = True

    async def _poll(self):
        while 1:
            await asyncio.sleep(0.01)
