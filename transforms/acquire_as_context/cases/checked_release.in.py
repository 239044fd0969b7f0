import asyncio


class Screen:
    def __init__(self):
        self._draws = asyncio.Lock()
        self.lines = []

    async def draw(self, line):
        await self._draws.acquire()
        self.lines.append(await line())

        if self._draws.locked():
            self._draws.release()

    async def stop(self):
        if self._draws.locked():
            self._draws.release()

        await self._draws.acquire()
        self.lines.append(None)
        self._draws.release()
