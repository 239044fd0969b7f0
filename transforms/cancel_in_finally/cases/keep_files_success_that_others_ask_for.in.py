class Client:
    def __init__(self, wire):
        self._wire = wire
        self.status = "new"

    async def open(self):
        self.status = "connecting"
        await self._wire.dial()
        self.status = "connected"
