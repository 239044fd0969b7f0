class Book:
    def __init__(self, disk):
        self._disk = disk
        self._dirty = False

    async def write(self):
        self._dirty = True
        await self._disk.flush()
        self._dirty = False
