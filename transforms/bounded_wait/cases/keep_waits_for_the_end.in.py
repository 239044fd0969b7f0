import asyncio


class Server:
    def __init__(self):
        self._stop_event = asyncio.Event()
        self.closed = asyncio.Event()
        self._finished = asyncio.Event()
        self.exits = {}

    async def serve(self):
        await self._stop_event.wait()

    async def serve_forever(self):
        await self.closed.wait()

    async def wait_closed(self):
        await self.closed.wait()

    async def wait_until_done(self):
        await self._finished.wait()

    async def finished(self):
        await self._finished.wait()

    async def _watch_exit(self, name, on_exit):
        exit_event: asyncio.Event = self.exits[name]
        await exit_event.wait()
        on_exit(name)


async def main(app):
    shut_down = asyncio.Event()
    app.on_quit(shut_down.set)
    await shut_down.wait()


async def wait(stopped):
    # whatever it is, it is waited for to the end
    await stopped.wait()
