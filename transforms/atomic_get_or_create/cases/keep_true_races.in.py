import asyncio


class Pool:
    def __init__(self, dial) -> None:
        self._dial = dial
        self._links: dict[str, object] = {}
        self._names: dict[str, str] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def link(self, name: str) -> object:
        link = self._links.get(name)
        if link is None:
            link = await self._dial(name)
            self._links[name] = link
        return link

    async def link_checked(self, name: str) -> object:
        if name not in self._links:
            link = await self._dial(name)
            await link.login()
            self._links[name] = link
        return self._links[name]

    async def cached(self, name: str) -> object:
        if name in self._links:
            return self._links[name]
        async with asyncio.timeout(1):
            found = await self._dial(name)
        self._links[name] = found
        return found

    async def tried(self, name: str) -> object:
        try:
            return self._links[name]
        except KeyError:
            link = self._links[name] = await self._dial(name)
            return link

    async def title(self, name: str) -> str:
        if name not in self._names:
            await self._dial(name)
            self._names[name] = name.title()
        return self._names[name]

    async def lock(self, name: str) -> asyncio.Lock:
        if name not in self._locks:
            await self._dial(name)
            self._locks[name] = asyncio.Lock()
        return self._locks[name]

    async def inline(self, name: str) -> object:
        self._links[name] = self._links.get(name) or await self._dial(name)
        return self._links[name]

    async def asked(self, name: str) -> None:
        if name not in self._links and await self._dial(name):
            self._links[name] = object()
