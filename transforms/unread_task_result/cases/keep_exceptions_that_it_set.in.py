import asyncio


class Pipe:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._ready: asyncio.Future = loop.create_future()

    def closed(self) -> asyncio.Future:
        future = self._loop.create_future()
        future.set_exception(ConnectionError("the pipe is closed"))
        future.exception()
        return future

    def fail(self, error: Exception) -> None:
        if not self._ready.done():
            self._ready.set_exception(error)
            self._ready.exception()
