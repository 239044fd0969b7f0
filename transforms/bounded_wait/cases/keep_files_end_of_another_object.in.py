from servers import Server


class Daemon:
    def __init__(self, server: Server):
        self._server = server

    async def serve_forever(self):
        await self._server.stopped.wait()
