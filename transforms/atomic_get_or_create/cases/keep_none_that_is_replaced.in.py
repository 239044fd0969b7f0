import asyncio


class Slots:
    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock | None] = {}
        self._events: dict[str, asyncio.Event] = {}

    def lock(self, name: str) -> asyncio.Lock:
        lock = self._locks.get(name)
        if lock is None:
            lock = asyncio.Lock()
            self._locks[name] = lock
        return lock

    def event(self, name: str) -> asyncio.Event:
        event = self._events.get(name)
        if event is None:
            event = asyncio.Event()
            self._events[name] = event
        return event

    def forget(self, name: str) -> None:
        self._events[name] = None

    def again(self, name: str) -> asyncio.Lock:
        lock = self._locks.get(name)
        if not lock:
            lock = asyncio.Lock()
            self._locks[name] = lock
        return lock
