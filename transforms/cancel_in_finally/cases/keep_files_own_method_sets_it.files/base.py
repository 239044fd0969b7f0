class Base:
    def __init__(self, pool):
        self._pool = pool
        self._conn = None

    async def _reach(self):
        await self._again()

    async def _again(self):
        self._conn = await self._pool.get()
