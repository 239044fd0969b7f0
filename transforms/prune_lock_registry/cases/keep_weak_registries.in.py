import asyncio
import weakref


class Weak:
    def __init__(self) -> None:
        self._locks: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()
        self._gone: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    def lock(self, name: str) -> asyncio.Lock:
        return self._locks.setdefault(name, asyncio.Lock())

    def gone(self, name: str) -> asyncio.Lock:
        if name not in self._gone:
            self._gone[name] = asyncio.Lock()
        return self._gone[name]

    async def use(self, name: str) -> None:
        async with self.lock(name), self.gone(name):
            await asyncio.sleep(0)
