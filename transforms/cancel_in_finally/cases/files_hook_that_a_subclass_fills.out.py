from hooks import Hooks


class Client(Hooks):
    def __init__(self):
        self._socket = None

    async def close(self):
        try:
            await self._on_close()
        finally:
            self._socket = None
