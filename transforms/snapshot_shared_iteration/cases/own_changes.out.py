class Group:
    def __init__(self, send) -> None:
        self._send = send
        self._peers: set[str] = set()

    def join(self, name: str) -> None:
        self._peers.add(name)

    def leave(self, name: str) -> None:
        self._peers.discard(name)

    async def tell(self) -> None:
        for peer in list(self._peers):
            await self._send(peer)
            self._peers.discard(peer)
