import asyncio


class Screen:
    def __init__(self):
        self._draws = asyncio.Lock()
        self.lines = []

    async def draw(self, line):
        await self._draws.acquire()
        try:
            self.lines.append(await line())

        finally:
            if self._draws.locked():
                self._draws.release()

    async def stop(self):
        if self._draws.locked():
            self._draws.release()

        async with self._draws:
            self.lines.append(None)
