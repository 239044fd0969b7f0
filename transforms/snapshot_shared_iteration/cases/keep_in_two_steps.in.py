class Hub:
    def __init__(self) -> None:
        self._peers: set[str] = set()

    def join(self, name: str) -> None:
        self._peers.add(name)

    async def tell(self, send) -> None:
        names = [peer for peer in self._peers]
        for name in names:
            await send(name)
        ordered = sorted(self._peers)
        for number, name in enumerate(ordered):
            await send(number, name)
        for name in self._peers.union({"self"}):
            await send(name)
