class Hub:
    def __init__(self) -> None:
        self._peers: set[str] = set()

    def join(self, name: str) -> None:
        self._peers.add(name)

    async def tell(self, send) -> None:
        for peer in self._peers:  # amends: ignore[AM202] closed before
            await send(peer)
