from case import Lane


class _Traffic:
    def __init__(self, lane: Lane):
        self._lane = lane

    async def _pass(self):
        await self._lane._clear()
