import asyncio


class Server:
    """Stopping waits for the end too, but must not hang."""

    def __init__(self):
        self._stopping = False
        self._stopped = asyncio.Event()
        self._done = asyncio.Event()
        self.ready = asyncio.Event()

    async def stop(self):
        self._stopping = True
        await self._stopped.wait()

    async def main(self):
        await self.ready.wait()
        # done may never come if the work fails
        await self._done.wait()

    async def wait_ready(self):
        await self.ready.wait()
