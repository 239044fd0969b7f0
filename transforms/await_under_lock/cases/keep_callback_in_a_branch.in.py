import asyncio


class Hub:
    def __init__(self):
        self.on_change = None
        self._lock = asyncio.Lock()

    async def change(self, value):
        async with self._lock:
            if self.on_change is not None:
                await self.on_change(value)
