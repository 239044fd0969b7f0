class Group:
    def __init__(self, send) -> None:
        self._send = send
        self._peers: set[str] = set()

    def join(self, name: str) -> None:
        self._peers |= {name}

    def leave(self, name: str) -> None:
        self._peers -= {name}

    async def tell(self) -> None:
        for number, peer in enumerate(self._peers, 1):
            if number > 0:
                await self._send(peer)
