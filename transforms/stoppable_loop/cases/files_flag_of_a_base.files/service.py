import asyncio


class Service:
    def __init__(self) -> None:
        self._running = True
        self.task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self.task = asyncio.create_task(self._loop())

    async def stop(self) -> None:
        self._running = False

    async def _loop(self) -> None:
        raise NotImplementedError
