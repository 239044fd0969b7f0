import asyncio


class Valve:
    def __init__(self):
        self._closing = False

    async def shut(self):
        self._closing = True
        await asyncio.sleep(0)
        self._closing = False
