class Hub:
    def __init__(self) -> None:
        self._peers: set[str] = set()

    def join(self, name: str) -> None:
        self._peers = {*self._peers, name}

    async def tell(self, send) -> None:
        for peer in self._peers:
            await send(peer)
