class Client:
    async def open(self):
        self.status = Status.CONNECTING
        await self._dial()
        self.status = Status.CONNECTED

    async def again(self):
        self.state = "retrying"
        try:
            await self._dial(2)
        except BaseException:
            self.state = "failed"
            raise
        self.state = "connected"
