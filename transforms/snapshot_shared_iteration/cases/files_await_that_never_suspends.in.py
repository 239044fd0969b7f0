class Group:
    def __init__(self) -> None:
        self._peers: set[str] = set()
        self._noted: list[str] = []

    def join(self, name: str) -> None:
        self._peers.add(name)

    async def _note(self, name: str) -> None:
        self._noted.append(name)

    async def note_all(self) -> None:
        for peer in self._peers:
            await self._note(peer)
