from doors import Sluice


class Canal:
    def __init__(self, sluice: Sluice):
        self._sluice = sluice

    async def through(self):
        await self._sluice.wait()
