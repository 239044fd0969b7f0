import asyncio


class Relay:
    def __init__(self, other):
        self._other = other
        self._sent = 0
        self._lock = asyncio.Lock()

    async def pass_on(self, line):
        async with self._lock:
            await self._other.pass_on(line)
            self._sent += 1

    async def sent(self):
        async with self._lock:
            return self._sent
