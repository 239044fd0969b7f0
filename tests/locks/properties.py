"""A property, an alias and a getter with one lock behind them."""
# edge 1: Frame._lock -> Frame._lock
# certain: Frame._lock -> Frame._lock
# edge 2: Child._own -> Frame._lock
import asyncio


class Frame:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    @property
    def lock(self) -> asyncio.Lock:
        return self._lock

    def get_lock(self) -> asyncio.Lock:
        return self.lock

    async def draw(self) -> None:
        async with self.get_lock():  # holds 1
            await self.line()

    async def line(self) -> None:
        async with self.lock:  # takes 1
            await asyncio.sleep(0)


class Child:
    def __init__(self, frame: Frame) -> None:
        self._own = asyncio.Lock()
        self._shared = frame._lock

    async def draw(self) -> None:
        async with self._own:  # holds 2
            async with self._shared:  # takes 2
                await asyncio.sleep(0)
