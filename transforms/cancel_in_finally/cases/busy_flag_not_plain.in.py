import asyncio

from frames import Base


class Public:
    def __init__(self):
        self.loading = False

    async def load(self):
        self.loading = True
        await asyncio.sleep(0.1)
        self.loading = False


class Inherits(Base):
    async def load(self):
        self._loading = True
        await asyncio.sleep(0.2)
        self._loading = False


class Property:
    def __init__(self):
        self._loading = False

    @property
    def _busy(self):
        return False

    @_busy.setter
    def _busy(self, value):
        raise RuntimeError(value)

    async def load(self):
        self._busy = True
        await asyncio.sleep(0.3)
        self._busy = False


class Handled:
    def __init__(self):
        self._loading = False

    async def load(self):
        self._loading = True
        await asyncio.sleep(0.4)
        self._loading = False

    async def run(self):
        try:
            await self.load()
        except asyncio.CancelledError:
            print(self._loading)
            raise


class Counts:
    def __init__(self):
        self._loading = 0

    async def load(self):
        self._loading = True
        await asyncio.sleep(0.5)
        self._loading = False


class Raises:
    def __init__(self):
        self._loading = False

    async def load(self):
        self._loading = True
        await asyncio.sleep(0.6)
        if self._gone:
            raise LookupError("gone")
        self._loading = False
