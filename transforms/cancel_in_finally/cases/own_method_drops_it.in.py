class Line:
    def __init__(self, wire):
        self._wire = wire

    async def close(self):
        await self._hang_up()
        if self._wire:
            self._wire.cancel()

    async def _hang_up(self):
        await self._wire.bye()
        self._wire = None
