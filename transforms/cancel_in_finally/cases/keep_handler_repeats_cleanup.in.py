class Gate:
    async def close(self):
        try:
            await self._bar.lower()
        except BaseException:
            self._bar = None
            raise
        self._bar = None
