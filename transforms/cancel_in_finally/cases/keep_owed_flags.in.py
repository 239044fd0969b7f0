class Document:
    async def save(self):
        self._dirty = True
        await self._disk.write(self._text)
        self._dirty = False

    async def pause(self):
        self._enabled = False
        await self._drain()
        self._enabled = True

    async def work(self):
        self._job = 3
        await self._drain()
        self._job = None
        self._buffer.clear()
