import threading


class Store:
    def __init__(self) -> None:
        self._lock = threading.RLock()

    def reload(self) -> None:
        with self._lock:
            self.load()

    def load(self) -> None:
        with self._lock:
            print("loaded")
