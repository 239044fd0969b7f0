"""An iterator is used up by a copy; what only a local name has cannot change."""


class Peers:
    def __init__(self) -> None:
        self._peers: set[str] = set()

    def add(self, peer: str) -> None:
        self._peers.add(peer)

    def remove(self, peer: str) -> None:
        self._peers.discard(peer)

    async def pairs(self, send) -> None:
        peers = iter(self._peers)
        for one, other in zip(peers, peers):
            await send(one, other)

    async def until_long(self, send) -> None:
        peers = iter(self._peers)
        for peer in peers:
            await send(peer)
            if len(peer) > 3:
                break
        for peer in peers:
            await send(peer)

    async def drain(self, send) -> None:
        batch = self._peers
        self._peers = set()
        for peer in batch:
            await send(peer)
