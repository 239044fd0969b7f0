class House:
    async def stop(self):
        await self._heater.stop()
        self._heater = None
        await self._lamp.stop()
        self._lamp = None
