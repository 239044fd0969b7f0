class Hub:
    def __init__(self) -> None:
        self._peers: set[str] = set()

    def join(self, name: str) -> None:
        self._peers.add(name)

    async def tell(self, send) -> None:
        for peer in enumerate(self._peers):
            await send(peer)


def enumerate(peers: set[str]) -> list[str]:
    return [peer.upper() for peer in peers]
