class Tower:
    async def __aexit__(self, *exc):
        await self._a.close()
        await self._b.close()
        await self._c.close()
