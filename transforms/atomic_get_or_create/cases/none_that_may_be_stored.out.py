import asyncio


class Slots:
    def __init__(self) -> None:
        self._held = {}
        self._any: dict[str, object] = {}

    def held(self, name: str) -> asyncio.Lock:
        return self._held.setdefault(name, asyncio.Lock())

    def fill(self, name: str, lock) -> None:
        self._held[name] = lock

    def anything(self, name: str) -> object:
        return self._any.setdefault(name, {})
