import asyncio


class Board:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def post(self) -> None:
        async with self._lock:
            logged = asyncio.create_task(self._log())
        await logged

    async def _log(self) -> None:
        async with self._lock:
            await asyncio.sleep(0)
