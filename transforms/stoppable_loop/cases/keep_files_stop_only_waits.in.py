import asyncio


class Hub:
    def __init__(self) -> None:
        self._beating: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._beating = asyncio.create_task(self._beat())

    async def stop(self) -> None:
        if self._beating is not None:
            await self._beating

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(1)
