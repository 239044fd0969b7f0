from bells import Chime, Ring


class Desk:
    def __init__(self, bell: Ring | Chime):
        self._bell = bell

    async def rung(self):
        await self._bell.ready.wait()
