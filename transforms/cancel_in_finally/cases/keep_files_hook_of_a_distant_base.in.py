from middle import Middle


class Client(Middle):
    def __init__(self):
        self._socket = None

    async def disconnect(self):
        await self._before_disconnect()
        self._socket = None
