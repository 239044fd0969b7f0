import asyncio


class Syncer:
    def __init__(self):
        self._syncing = False
        self._wake = asyncio.Event()
        self.rounds = 0

    async def sync(self):
        if self._syncing:
            return
        self._syncing = True
        await self._exchange()
        self._syncing = False
        self.rounds += 1

    async def _exchange(self):
        await self._wake.wait()
        if self.rounds < 0:
            raise ValueError("negative")
