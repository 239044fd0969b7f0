"""A counter of tickets that hands out numbers through a courier."""

import asyncio


class Courier:
    def __init__(self):
        self._bag = asyncio.Queue()

    async def carry(self, number: int) -> str:
        await self._bag.put(number)
        return f"no. {number}"


class Tickets:
    def __init__(self, courier: Courier):
        self._courier = courier
        self._next = 1
        self._lock = asyncio.Lock()

    async def draw(self, count: int) -> str:
        async with self._lock:
            self._next += count
        # The courier takes its time.
        return await self._courier.carry(count)
