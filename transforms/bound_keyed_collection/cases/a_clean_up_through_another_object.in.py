class State:
    def __init__(self) -> None:
        self.workers: dict[str, str] = {}
        self.results: dict[str, list[int]] = {}

    def register(self, worker_id: str, address: str) -> None:
        self.workers[worker_id] = address
        self.results[worker_id] = []

    def result(self, worker_id: str, value: int) -> None:
        if worker_id in self.results:
            self.results[worker_id].append(value)

    def total(self, worker_id: str) -> int:
        return sum(self.results.get(worker_id, ()))


class Manager:
    def __init__(self) -> None:
        self._state = State()

    def add(self, worker_id: str) -> None:
        self._state.register(worker_id, "here")

    def on_worker_lost(self, worker_id: str) -> None:
        self._state.workers.pop(worker_id, None)

    def check(self, worker_id: str) -> None:
        self.on_worker_lost(worker_id)
