class Hub:
    def __init__(self) -> None:
        self._peers: set[str] = set()

    def join(self, name: str) -> None:
        self._peers.add(name)

    async def tell(self, ready) -> list[str]:
        return [peer.upper() for peer in self._peers if peer] + [name for name in await ready()]

    async def listed(self, ready) -> dict[str, str]:
        return {peer: peer for peer in (await ready(), *self._peers)}
