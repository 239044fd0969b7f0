import asyncio
import threading


class Other:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._lists: dict[str, list[int]] = {}
        self._none: dict[str, asyncio.Lock] = {}
        self._thread_locks: dict[int, threading.Lock] = {}

    def add(self, name: str, task: asyncio.Task[None]) -> None:
        self._tasks[name] = task
        self._lists.setdefault(name, []).append(1)

    def thread_lock(self, number: int) -> threading.Lock:
        with threading.Lock():
            return self._thread_locks.setdefault(number, threading.Lock())

    def use(self, number: int) -> int:
        with self.thread_lock(number):
            return len(self._none) + len(self._lists)
