import asyncio


class Locks:
    def __init__(self) -> None:
        self._created: dict[str, asyncio.Lock] = {}
        self._passed: dict[str, asyncio.Lock] = {}
        self._events: dict[str, asyncio.Event] = {}
        self._deleted: dict[str, asyncio.Lock] = {}

    def _lock(self, name: str) -> asyncio.Lock:
        if name not in self._created:
            self._created[name] = asyncio.Lock()
        return self._created[name]

    async def use(self, name: str) -> None:
        async with self._lock(name):
            await asyncio.sleep(0)

    async def passed(self, name: str, runner) -> None:
        await runner(self._passed.setdefault(name, asyncio.Lock()))

    async def wait(self, name: str) -> None:
        await self._events.setdefault(name, asyncio.Event()).wait()

    def set(self, name: str) -> None:
        self._events.setdefault(name, asyncio.Event()).set()

    async def deleted(self, name: str) -> None:
        async with self._deleted.setdefault(name, asyncio.Lock()):
            await asyncio.sleep(0)

    def _delete(self, name: str) -> None:
        del self._deleted[name]
