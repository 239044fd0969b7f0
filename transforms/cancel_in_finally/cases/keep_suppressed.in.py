class Calm:
    async def stop(self):
        await self._fan.stop()  # amends: ignore[AM503] the fan is replaced then
        self._fan = None
