import asyncio


class Poller:
    _stopped = False

    def start(self):
        self.task = asyncio.create_task(self._poll())

    def stop(self):
        self._stopped = True

    async def _poll(self):
        while not self._stopped:
            await asyncio.sleep(0.01)
