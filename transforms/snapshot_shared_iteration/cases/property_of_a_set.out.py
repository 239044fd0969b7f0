class Group:
    def __init__(self, send) -> None:
        self._send = send
        self._peers: set[str] = set()

    @property
    def peers(self) -> set[str]:
        """All of them."""
        return self._peers

    @property
    def sorted_peers(self) -> set[str]:
        return set(self._peers)

    def join(self, name: str) -> None:
        self._peers.add(name)

    def leave(self, name: str) -> None:
        self._peers.discard(name)

    async def tell(self) -> None:
        for peer in list(self.peers):
            await self._send(peer)

    async def tell_all(self) -> None:
        for peer in self.sorted_peers:
            await self._send(peer)
