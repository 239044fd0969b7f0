from collections import deque


class Group:
    def __init__(self, send) -> None:
        self._send = send
        self._peers: deque[str] = deque()

    def join(self, name: str) -> None:
        self._peers.append(name)

    def leave(self, name: str) -> None:
        self._peers.remove(name)

    async def tell(self) -> None:
        for peer in reversed(list(self._peers)):
            await self._send(peer)
