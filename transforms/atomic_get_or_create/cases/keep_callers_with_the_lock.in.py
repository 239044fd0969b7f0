import asyncio


class Pool:
    def __init__(self, dial) -> None:
        self._dial = dial
        self._lock = asyncio.Lock()
        self._links: dict[str, object] = {}
        self._others: dict[str, object] = {}

    async def get(self, name: str) -> object:
        async with self._lock:
            return await self._link(name)

    async def renew(self, name: str) -> object:
        async with self._lock:
            del self._links[name]
            return await self._link(name)

    async def other(self, name: str) -> object:
        return await self._other(name)

    async def _link(self, name: str) -> object:
        if name not in self._links:
            self._links[name] = await self._dial(name)
        return self._links[name]

    async def _other(self, name: str) -> object:
        if name not in self._others:
            self._others[name] = await self._dial(name)
        return self._others[name]
