import asyncio


class Feed:
    def __init__(self, loop):
        self._loop = loop
        self._last = None

    def push(self, item):
        self._last = asyncio.run_coroutine_threadsafe(self._handle(item), self._loop)

    def report(self, item):
        future = asyncio.run_coroutine_threadsafe(self._handle(item), self._loop)
        future.add_done_callback(lambda done: print(done.exception()))

    async def same_loop(self):
        loop = asyncio.get_running_loop()
        asyncio.run_coroutine_threadsafe(self._handle(1), loop)
        asyncio.run_coroutine_threadsafe(self._handle(2), asyncio.get_event_loop())

    def split(self, items):
        [asyncio.run_coroutine_threadsafe(self._handle(i), self._loop) for i in items]

    async def _handle(self, item):
        pass
