import asyncio


class Cache:
    def __init__(self, fetch):
        self._fetch = fetch
        self._fresh = asyncio.Event()
        self._settled = asyncio.Event()
        self._value = None

    async def refresh(self):
        self._fresh.clear()
        self._value = await self._fetch()
        self._fresh.set()

    async def settle(self):
        self._settled.clear()
        try:
            self._value = await self._fetch()
        finally:
            self._settled.set()

    async def value(self):
        await asyncio.wait_for(self._fresh.wait(), timeout=0.05)
        await asyncio.wait_for(self._settled.wait(), timeout=0.05)
        return self._value
