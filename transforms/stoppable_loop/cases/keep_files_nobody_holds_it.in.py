import asyncio


class Hub:
    def start(self) -> None:
        asyncio.create_task(self._beat())

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(1)


class Careful:
    def __init__(self) -> None:
        self._running = False

    def start(self) -> None:
        self._running = True
        asyncio.create_task(self._beat())

    def stop(self) -> None:
        self._running = False

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(1)
