import threading


class Room:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._guests: set[str] = set()

    def enter(self, name: str) -> None:
        with self._lock:
            self._guests.add(name)

    def leave(self, name: str) -> None:
        self._lock.acquire()
        try:
            self._guests.remove(name)
        finally:
            self._lock.release()

    async def greet(self, send) -> None:
        with self._lock:
            for guest in self._guests:
                await send(guest)
