import asyncio


class Cache:
    def __init__(self):
        self._found = {}
        self._locks = {}

    def _lock_for(self, name) -> asyncio.Lock:
        return self._locks.setdefault(name, asyncio.Lock())

    async def get(self, name):
        async with self._lock_for(name):
            if name in self._found:
                return self._found[name]
            self._found[name] = await self._load(name)
            return self._found[name]

    async def _load(self, name):
        return await asyncio.to_thread(open, name)
