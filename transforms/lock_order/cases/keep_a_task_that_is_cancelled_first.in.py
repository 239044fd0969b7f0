import asyncio
import contextlib


class Board:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def stop(self) -> None:
        running = asyncio.create_task(self._log())
        async with self._lock:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running

    async def _log(self) -> None:
        async with self._lock:
            await asyncio.sleep(0)
