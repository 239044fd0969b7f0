from signals import Event


class Desk:
    def __init__(self):
        self._rung = Event()

    async def rung(self):
        await self._rung.wait()
