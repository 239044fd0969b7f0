class Hub:
    def __init__(self) -> None:
        self._peers: dict[str, str] = {}

    def join(self, name: str) -> None:
        self._peers[name] = name

    async def tell(self, send) -> None:
        names, texts = zip(*self._peers.items())
        for name in names:
            await send(name)
        for name in {**self._peers}:
            await send(name)
        for name in self._peers | {"self": "self"}:
            await send(name)
