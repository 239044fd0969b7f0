import asyncio

_LOCKS: dict[str, asyncio.Lock] = {}


class Shared:
    _locks: dict[str, asyncio.Lock] = {}
    _names: dict[str, str] = {}

    async def use(self, name: str) -> None:
        async with self._locks.setdefault(name, asyncio.Lock()):
            self._names[name] = name

    @classmethod
    def _forget(cls, name: str) -> None:
        cls._names.pop(name, None)

    async def other(self, name: str) -> None:
        if name not in _LOCKS:
            _LOCKS[name] = asyncio.Lock()
        async with _LOCKS[name]:
            await asyncio.sleep(0)
