class Site:
    async def cleanup(self):
        for port in self._ports:
            await port.stop()

        try:
            if self._server:
                await self._server.finish()
            await self._log.flush()

        finally:
            self._server = None
