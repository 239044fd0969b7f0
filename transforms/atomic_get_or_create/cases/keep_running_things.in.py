import asyncio
import threading

from own import LoggedThreadPoolExecutor


class Jobs:
    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._threads: dict[str, threading.Thread] = {}
        self._loops: dict[str, asyncio.AbstractEventLoop] = {}
        self._coroutines: dict[str, object] = {}
        self._pools: dict[str, LoggedThreadPoolExecutor] = {}

    def task(self, name: str) -> asyncio.Task[None]:
        if name not in self._tasks:
            self._tasks[name] = asyncio.create_task(self.run(name))
        return self._tasks[name]

    def thread(self, name: str) -> threading.Thread:
        if name not in self._threads:
            self._threads[name] = threading.Thread(target=print)
        return self._threads[name]

    def loop(self, name: str) -> asyncio.AbstractEventLoop:
        if name not in self._loops:
            self._loops[name] = asyncio.new_event_loop()
        return self._loops[name]

    def coroutine(self, name: str) -> object:
        if name not in self._coroutines:
            self._coroutines[name] = self.run(name)
        return self._coroutines[name]

    def pool(self, name: str) -> LoggedThreadPoolExecutor:
        if name not in self._pools:
            self._pools[name] = LoggedThreadPoolExecutor(4)
        return self._pools[name]

    async def run(self, name: str) -> None:
        await asyncio.sleep(0)
