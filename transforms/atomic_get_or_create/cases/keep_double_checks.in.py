import asyncio


class Pool:
    def __init__(self, dial) -> None:
        self._dial = dial
        self._lock = asyncio.Lock()
        self._links: dict[str, object] = {}

    async def twice(self, name: str) -> object:
        if name not in self._links:
            async with self._lock:
                if name not in self._links:
                    self._links[name] = await self._dial(name)
        return self._links[name]

    async def twice_by_get(self, name: str) -> object:
        link = self._links.get(name)
        if link is None:
            async with self._lock:
                link = self._links.get(name)
                if link is None:
                    link = await self._dial(name)
                    self._links[name] = link
        return link

    async def inverse(self, name: str) -> object:
        if name in self._links:
            return self._links[name]
        async with self._lock:
            if name in self._links:
                return self._links[name]
            self._links[name] = await self._dial(name)
            return self._links[name]

    async def not_really(self, name: str) -> object:
        link = self._links.get(name)
        if link is None:
            async with self._lock:
                if link is None:
                    link = await self._dial(name)
                    self._links[name] = link
        return link
