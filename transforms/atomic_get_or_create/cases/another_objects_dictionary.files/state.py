import asyncio


class State:
    def __init__(self) -> None:
        self.locks: dict[str, asyncio.Lock] = {}
        self.maybe: dict[str, asyncio.Lock | None] = {}
        self.plain = {}
        self._tables: dict[str, asyncio.Lock] = {}

    @property
    def table(self) -> dict[str, asyncio.Lock]:
        return self._tables

    def add(self, peer: str) -> None:
        self.plain[peer] = asyncio.Lock()
