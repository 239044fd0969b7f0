class Session:
    def __init__(self, transport):
        self._transport = transport
        self.status = "open"

    async def aclose(self):
        if self.status == "closing":
            await self.finished()
            return
        self.status = "closing"
        await self._transport.say_goodbye()
        self.status = "closed"

    async def finished(self):
        await self._transport.wait_closed()
