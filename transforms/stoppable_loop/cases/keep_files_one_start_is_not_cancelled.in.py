import asyncio


class Hub:
    def __init__(self) -> None:
        self._first: asyncio.Task[None] | None = None
        self._second: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._first = asyncio.create_task(self._beat())
        self._second = asyncio.create_task(self._beat())

    def stop(self) -> None:
        if self._first is not None:
            self._first.cancel()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(1)
