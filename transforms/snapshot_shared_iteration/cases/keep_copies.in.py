class Hub:
    def __init__(self) -> None:
        self._peers: set[str] = set()
        self._names: dict[str, str] = {}

    def join(self, name: str) -> None:
        self._peers.add(name)
        self._names[name] = name

    async def tell(self, send) -> None:
        for peer in list(self._peers):
            await send(peer)
        for peer in tuple(self._peers):
            await send(peer)
        for peer in sorted(self._peers):
            await send(peer)
        for name, text in self._names.copy().items():
            await send(name + text)
        for name, text in dict(self._names).items():
            await send(name + text)
        for peer in [*self._peers]:
            await send(peer)
        for number, peer in enumerate(list(self._peers)):
            await send(peer)
        peers = set(self._peers)
        for peer in peers:
            await send(peer)
        for peer in [peer for peer in self._peers if peer]:
            await send(peer)
