class Desk:
    def __init__(self, bell):
        self._bell = bell

    async def rung(self):
        await self._bell.ready.wait()
