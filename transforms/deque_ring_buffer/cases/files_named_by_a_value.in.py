class Machine:
    def __init__(self) -> None:
        self._queue: list[str] = []

    def put(self, name: str) -> None:
        self._queue.append(name)

    def step(self) -> None:
        name = self._queue.pop(0)
        getattr(self, "_on_" + name)()

    def _on_stop(self) -> None:
        self._queue.clear()


class Loose:
    def __init__(self, **values: object) -> None:
        self._queue: list[str] = []
        for name, value in values.items():
            setattr(self, name, value)

    def next(self) -> str:
        return self._queue.pop(0)
