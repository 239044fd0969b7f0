import asyncio


class Breaker:
    def __init__(self, name, on_open):
        self.name = name
        self.on_open = on_open


class Breakers:
    def __init__(self) -> None:
        self._breakers: dict[str, Breaker] = {}
        self._queues: dict[str, asyncio.Queue[str]] = {}
        self._first: dict[str, str] = {}

    def of(self, name: str) -> Breaker:
        return self._breakers.setdefault(name, Breaker(name, self._opened))

    def of_long(self, name: str) -> Breaker:
        # One for each name.
        return self._breakers.setdefault(
            name,
            Breaker(
                name,
                on_open=self._opened,
            ),
        )

    def queue(self, name: str, sizes: dict[str, int]) -> asyncio.Queue[str]:
        return self._queues.setdefault(name, asyncio.Queue(sizes[name]))

    def first(self, name: str, values: list[str]) -> None:
        self._first.setdefault(name, values.default)

    def _opened(self) -> None:
        """Nothing to do."""
