import asyncio


class Journal:
    def __init__(self):
        self._writing = False
        self._syncing = False
        self._lines = []

    async def write(self):
        self._writing = True
        try:
            await asyncio.sleep(1)
        finally:
            self._writing = False

    async def start(self):
        if self._writing:
            await self._mend()

    async def _mend(self):
        self._lines.clear()
        self._writing = False

    async def sync(self):
        self._syncing = True
        try:
            await asyncio.sleep(1)
        finally:
            self._syncing = False

    def state(self):
        if self._syncing:
            return "at work"
        return "idle"
