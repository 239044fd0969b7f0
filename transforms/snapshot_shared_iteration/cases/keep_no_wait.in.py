class Hub:
    def __init__(self) -> None:
        self._peers: set[str] = set()

    def join(self, name: str) -> None:
        self._peers.add(name)

    async def stop(self, wait) -> None:
        for peer in self._peers:
            peer.upper()
        else:
            await wait()
        for peer in await wait(self._peers):
            peer.upper()
        async for peer in wait(self._peers):
            await wait(peer)
        while self._peers:
            await wait(self._peers.pop())

    def both(self):
        for peer in self._peers:
            yield peer
