import asyncio

from state import State


class Server:
    def __init__(self, state: State) -> None:
        self._state = state

    def lock(self, peer: str) -> asyncio.Lock:
        return self._state.locks.setdefault(peer, asyncio.Lock())

    def maybe(self, peer: str) -> asyncio.Lock:
        lock = self._state.maybe.get(peer)
        if lock is None:
            lock = asyncio.Lock()
            self._state.maybe[peer] = lock
        return lock

    def computed(self, peer: str) -> asyncio.Lock:
        return self._state.table.setdefault(peer, asyncio.Lock())

    def plain(self, peer: str) -> asyncio.Lock:
        return self._state.plain.setdefault(peer, asyncio.Lock())
