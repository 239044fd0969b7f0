class Site:
    async def cleanup(self):
        for port in self._ports:
            await port.stop()

        if self._server:
            await self._server.finish()
        await self._log.flush()

        self._server = None
