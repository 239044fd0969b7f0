import asyncio


class Till:
    def __init__(self):
        self._sum = 0
        self._lock = asyncio.Lock()

    async def take(self, amount):
        async with self._lock:
            self._sum += amount
            await self._print()

    async def _print(self):
        await self._line(str(self._sum))

    async def _line(self, text):
        async with self._lock:
            print(text)
