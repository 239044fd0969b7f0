from hooks import Hooks


class Client(Hooks):
    def __init__(self):
        self._socket = None

    async def close(self):
        await self.on_close()
        self._socket = None
