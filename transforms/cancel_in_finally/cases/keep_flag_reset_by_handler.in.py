class Copier:
    async def copy(self, sheet):
        self._copying = True
        try:
            await self._drum.roll(sheet)
        except BaseException:
            self._copying = False
            raise
        self._copying = False
