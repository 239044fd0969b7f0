class Press:
    async def stop(self, hard):
        await self._drain()
        if hard:
            return
        for sheet in self._sheets:
            if sheet.torn:
                return
        self._motor.stop()
