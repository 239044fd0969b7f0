class Client:
    def __init__(self, locks, client):
        self._write_lock = locks.write
        self._client = client

    async def send(self, data):
        await self._write_lock.acquire()
        await self._client.send(data)
        self._write_lock.release()

    async def ask(self, data):
        await self._write_lock.acquire()
        try:
            return await self._client.ask(data)
        finally:
            self._write_lock.release()

    async def rent(self):
        await self._client.acquire()
        await self._client.send(b"rent")
        self._client.release()
