from anyio import CancelScope


class Pipe:
    async def aclose(self):
        with CancelScope(shield=True) as scope:
            await self._pump.run_dry()
            scope.shield = False
            await self._pump.rinse()
