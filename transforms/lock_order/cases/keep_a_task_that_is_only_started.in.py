import asyncio


class Board:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    async def post(self) -> None:
        async with self._lock:
            self._tasks.add(asyncio.create_task(self._log()))

    async def _log(self) -> None:
        async with self._lock:
            await asyncio.sleep(0)
