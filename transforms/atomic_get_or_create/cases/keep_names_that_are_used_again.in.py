import asyncio


class Rooms:
    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}

    def fresh(self, name: str) -> bool:
        lock = None
        if name not in self._locks:
            lock = asyncio.Lock()
            self._locks[name] = lock
        return lock is not None

    def mixed(self, name: str) -> asyncio.Lock:
        if name in self._locks:
            return self._locks[name]
        self._locks[name] = asyncio.Lock()
        self._locks["last"] = self._locks[name]
        return self._locks[name]

    def both_ways(self, name: str) -> asyncio.Lock:
        try:
            lock = self._locks[name]
        except KeyError:
            self._locks[name] = asyncio.Lock()
            lock = asyncio.Lock()
        return lock

    def nested(self, name: str, lists: dict[str, list[object]]) -> list[object]:
        found = lists.get(name)
        if found is None:
            found = lists[name] = [found]
        return found
