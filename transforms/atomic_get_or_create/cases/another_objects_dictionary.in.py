import asyncio

from state import State


class Server:
    def __init__(self, state: State) -> None:
        self._state = state

    def lock(self, peer: str) -> asyncio.Lock:
        lock = self._state.locks.get(peer)
        if lock is None:
            lock = asyncio.Lock()
            self._state.locks[peer] = lock
        return lock

    def maybe(self, peer: str) -> asyncio.Lock:
        lock = self._state.maybe.get(peer)
        if lock is None:
            lock = asyncio.Lock()
            self._state.maybe[peer] = lock
        return lock

    def computed(self, peer: str) -> asyncio.Lock:
        if peer not in self._state.table:
            self._state.table[peer] = asyncio.Lock()
        return self._state.table[peer]

    def plain(self, peer: str) -> asyncio.Lock:
        lock = self._state.plain.get(peer)
        if lock is None:
            lock = asyncio.Lock()
            self._state.plain[peer] = lock
        return lock
