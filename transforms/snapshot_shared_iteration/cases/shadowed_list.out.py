class Group:
    def __init__(self, send) -> None:
        self._send = send
        self._peers: set[str] = set()

    def join(self, name: str) -> None:
        self._peers.add(name)

    def leave(self, name: str) -> None:
        self._peers.discard(name)

    async def tell(self, list=None, tuple=()) -> None:
        for peer in ([*self._peers]):
            await self._send(peer)
