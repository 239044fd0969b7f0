class Hub:
    def __init__(self) -> None:
        self._peers: set[str] = set()

    def join(self, name: str) -> None:
        self._peers.add(name)

    async def tell(self, send):
        return (await send(peer) for peer in self._peers)

    def later(self, send):
        return [send(peer) for peer in self._peers]
