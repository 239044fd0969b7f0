import asyncio


class Page:
    def __init__(self):
        self._ink = asyncio.Lock()

    async def one_line(self, write):
        await self._ink.acquire(); await write()
        self._ink.release()

    async def said_at_the_release(self, write):
        await self._ink.acquire()
        await write()
        self._ink.release()  # before the page is turned

    async def said_above_the_release(self, write):
        await self._ink.acquire()
        await write()
        # Others may write now.
        self._ink.release()

    async def said_inside(self, write):
        await (
            self._ink.acquire()  # for this page
        )
        await write()
        self._ink.release()

    async def suite(self, write):
        if write: await self._ink.acquire(); await write(); self._ink.release()
