class Kiln:
    def __init__(self, fire, cold=False):
        self._fire = fire
        self._cold = cold
        self._door = "shut"

    async def stop(self):
        if self._cold:
            return
        await self._fire.out()
        if self._fire.smokes:
            raise RuntimeError("it smokes")
        self._fire = None
