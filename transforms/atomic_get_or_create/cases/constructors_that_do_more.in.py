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
        breaker = self._breakers.get(name)
        if breaker is None:
            breaker = Breaker(name, self._opened)
            self._breakers[name] = breaker
        return breaker

    def of_long(self, name: str) -> Breaker:
        if name not in self._breakers:
            # One for each name.
            self._breakers[name] = Breaker(
                name,
                on_open=self._opened,
            )
        return self._breakers[name]

    def queue(self, name: str, sizes: dict[str, int]) -> asyncio.Queue[str]:
        if name not in self._queues:
            self._queues[name] = asyncio.Queue(sizes[name])
        return self._queues[name]

    def first(self, name: str, values: list[str]) -> None:
        if name not in self._first:
            self._first[name] = values.default

    def _opened(self) -> None:
        """Nothing to do."""
