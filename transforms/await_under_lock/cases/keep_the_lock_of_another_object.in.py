import asyncio


class Purse:
    def __init__(self):
        self._coins = 0
        self._lock = asyncio.Lock()

    async def give(self, other: "Purse", coins):
        async with self._lock:
            self._coins -= coins
            await other.take(coins)

    async def take(self, coins):
        async with self._lock:
            self._coins += coins
