"""Tasks that are started under a lock take it later, by themselves: no edge."""
import asyncio
from concurrent.futures import Executor


class Board:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._log_lock = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    async def post(self, group: asyncio.TaskGroup) -> None:
        async with self._lock:
            task = asyncio.create_task(self._log())
            self._tasks.add(task)
            group.create_task(self._log())
            self._tasks.add(asyncio.ensure_future(self._log()))
            asyncio.get_running_loop().call_soon(self._start)

    def _start(self) -> None:
        self._tasks.add(asyncio.create_task(self.post_later()))

    async def post_later(self) -> None:
        async with self._lock:
            await asyncio.sleep(0)

    async def _log(self) -> None:
        async with self._log_lock:
            async_print = asyncio.create_task(self.post_later())
            self._tasks.add(async_print)
