import asyncio


class Shards:
    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._names = {"a": "x"}

    @property
    def current(self) -> str:
        return self._names["a"]

    def by_call(self, name: str) -> asyncio.Lock:
        return self._locks.setdefault(self._shard(name), asyncio.Lock())

    def by_property(self) -> asyncio.Lock:
        return self._locks.setdefault(self.current, asyncio.Lock())

    def by_item(self, name: str) -> asyncio.Lock:
        return self._locks.setdefault(self._names[name], asyncio.Lock())

    def by_text(self, number: int) -> asyncio.Lock:
        return self._locks.setdefault(str(number), asyncio.Lock())

    def by_names(self, name: str) -> asyncio.Lock:
        return self._locks.setdefault(self._names[name], asyncio.Lock())

    def _shard(self, name: str) -> str:
        return name[:1]
