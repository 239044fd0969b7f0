class Group:
    def __init__(self, send) -> None:
        self._send = send
        self._peers: set[str] = set()

    def join(self, name: str) -> None:
        self._peers.add(name)

    def leave(self, name: str) -> None:
        self._peers.remove(name)

    async def tell(self) -> list[None]:
        return [await self._send(peer) for peer in list(self._peers) if peer]
