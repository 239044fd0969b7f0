import asyncio


class Gate:
    """Who closes it goes away, and who opens it asks whether it is closed."""

    def __init__(self):
        self._closed = asyncio.Lock()
        self._page = asyncio.Lock()

    async def close(self):
        await self._closed.acquire()

    def open(self):
        if self._closed.locked():
            self._closed.release()

    async def turn(self):
        await self._page.acquire()

    def force(self):
        if self._page.locked():
            self._page.release()

    async def write(self, text):
        async with self._page:
            await text.send()


class Door:
    """Leaving by another way in than the one that enters."""

    def __init__(self):
        self._made = None

    @property
    def _lock(self):
        if self._made is None:
            self._made = asyncio.Lock()
        return self._made

    async def __aenter__(self):
        await self._lock.acquire()

    async def __aexit__(self, *failure):
        if self._made is not None:
            self._made.release()

    def release(self):
        self._lock.release()
