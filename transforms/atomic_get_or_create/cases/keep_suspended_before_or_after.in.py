import asyncio


class Steps:
    def __init__(self, dial) -> None:
        self._dial = dial
        self._events: dict[str, asyncio.Event] = {}
        self._futures: dict[str, object] = {}

    async def first(self, name: str) -> None:
        if name not in self._events:
            self._events[name] = asyncio.Event()
            await self._dial(name)

    async def single_flight(self, name: str) -> object:
        if name in self._futures:
            return await self._futures[name]
        future = asyncio.get_running_loop().create_future()
        self._futures[name] = future
        future.set_result(await self._dial(name))
        return future.result()
