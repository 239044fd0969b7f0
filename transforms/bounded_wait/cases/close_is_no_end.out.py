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
        await asyncio.wait_for(self._stopped.wait(), timeout=30.0)

    async def main(self):
        await asyncio.wait_for(self.ready.wait(), timeout=30.0)
        # done may never come if the work fails
        await asyncio.wait_for(self._done.wait(), timeout=30.0)

    async def wait_ready(self):
        await asyncio.wait_for(self.ready.wait(), timeout=30.0)
