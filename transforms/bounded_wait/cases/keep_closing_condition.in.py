import asyncio


class Pool:
    def __init__(self):
        self._closed = asyncio.Condition()
        self._stop = {}
        self.size = 1

    async def wait_closed(self):
        async with self._closed:
            while self.size:
                await self._closed.wait()

    async def until_stopped(self, name):
        stop_events: dict[str, asyncio.Event] = self._stop
        await stop_events[name].wait()
