from gates import Door, Gate


class Hub:
    def __init__(self, gate: Gate, door: Door):
        self._gate = gate
        self._door = door

    async def opened(self):
        await self._gate.wait()

    async def entered(self):
        await self._door.wait()
