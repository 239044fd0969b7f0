from asyncio import Event as Flag, wait_for as bounded


class Door:
    def __init__(self):
        self._opened = Flag()

    async def enter(self):
        await self._opened.wait()

    async def enter_soon(self):
        await bounded(self._opened.wait(), 0.5)
