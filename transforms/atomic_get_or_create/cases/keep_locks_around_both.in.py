import asyncio


class Pool:
    def __init__(self, dial) -> None:
        self._dial = dial
        self._lock = asyncio.Lock()
        self._limit = asyncio.Semaphore(4)
        self._links: dict[str, object] = {}

    async def held(self, name: str) -> object:
        async with self._lock:
            if name not in self._links:
                self._links[name] = await self._dial(name)
            return self._links[name]

    async def counted(self, name: str) -> object:
        async with self._limit:
            if name not in self._links:
                self._links[name] = await self._dial(name)
            return self._links[name]

    async def only_the_storing(self, name: str) -> object:
        if name not in self._links:
            async with self._lock:
                self._links[name] = await self._dial(name)
        return self._links[name]

    async def own(self, name: str) -> object:
        lock = asyncio.Lock()
        async with lock:
            if name not in self._links:
                self._links[name] = await self._dial(name)
            return self._links[name]

    async def somebodys(self, name: str, lock) -> object:
        async with lock:
            if name not in self._links:
                self._links[name] = await self._dial(name)
            return self._links[name]
