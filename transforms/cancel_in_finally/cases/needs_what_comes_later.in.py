class Mailbox:
    def __init__(self, server):
        self._server = server
        self._lease = server.lease()

    async def close(self):
        await self._server.ping()
        writer = self._server.writer()
        await writer.drain()
        writer.close()
