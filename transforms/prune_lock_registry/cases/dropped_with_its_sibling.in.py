import asyncio


class Peers:
    def __init__(self) -> None:
        self._addresses: dict[str, tuple[str, int]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    def add_peer(self, peer_id: str, address: tuple[str, int]) -> None:
        self._addresses[peer_id] = address

    def _lock(self, peer_id: str) -> asyncio.Lock:
        if peer_id not in self._locks:
            self._locks[peer_id] = asyncio.Lock()
        return self._locks[peer_id]

    async def send(self, peer_id: str, work) -> None:
        async with self._lock(peer_id):
            await work()

    def remove_peer(self, peer_id: str) -> None:
        self._addresses.pop(peer_id, None)

    def close(self) -> None:
        for peer_id in list(self._addresses):
            self.remove_peer(peer_id)
