import asyncio


class Reader:
    def __init__(self):
        self._active = True
        self.said = []

    def terminate(self):
        self._active = False

    async def read(self) -> int:
        while self._active:
            await asyncio.sleep(0.01)
        else:
            self.said.append("nothing left")
