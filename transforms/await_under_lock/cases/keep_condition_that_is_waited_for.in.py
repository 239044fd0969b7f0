import asyncio


class Stock:
    def __init__(self):
        self._items = []
        self._changed = asyncio.Condition()

    async def take(self):
        async with self._changed:
            while not self._items:
                await self._changed.wait()
            return self._items.pop()

    async def drained(self):
        async with self._changed:
            await self._changed.wait_for(lambda: not self._items)
            await asyncio.sleep(1)
