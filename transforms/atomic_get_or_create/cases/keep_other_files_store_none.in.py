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

    async def link(self, peer: str) -> object:
        if peer not in self._state.links:
            self._state.links[peer] = await self._state.dial(peer)
        return self._state.links[peer]
