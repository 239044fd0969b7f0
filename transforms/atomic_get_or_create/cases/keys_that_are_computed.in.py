import asyncio


class Shards:
    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._names = {"a": "x"}

    @property
    def current(self) -> str:
        return self._names["a"]

    def by_call(self, name: str) -> asyncio.Lock:
        if self._shard(name) not in self._locks:
            self._locks[self._shard(name)] = asyncio.Lock()
        return self._locks[self._shard(name)]

    def by_property(self) -> asyncio.Lock:
        if self.current not in self._locks:
            self._locks[self.current] = asyncio.Lock()
        return self._locks[self.current]

    def by_item(self, name: str) -> asyncio.Lock:
        try:
            return self._locks[self._names[name]]
        except KeyError:
            lock = self._locks[self._names[name]] = asyncio.Lock()
            return lock

    def by_text(self, number: int) -> asyncio.Lock:
        if str(number) not in self._locks:
            self._locks[str(number)] = asyncio.Lock()
        return self._locks[str(number)]

    def by_names(self, name: str) -> asyncio.Lock:
        if self._names[name] not in self._locks:
            self._locks[self._names[name]] = asyncio.Lock()
        return self._locks[self._names[name]]

    def _shard(self, name: str) -> str:
        return name[:1]
