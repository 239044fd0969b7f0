import asyncio


class Hub:
    def __init__(self) -> None:
        self._peers: set[str] = set()

    def join(self, name: str) -> None:
        self._peers.add(name)

    async def tell(self, send) -> None:
        await asyncio.gather(*(send(peer) for peer in self._peers))
        await asyncio.gather(*[send(peer) for peer in self._peers])
        async with asyncio.timeout(1):
            await asyncio.wait({asyncio.ensure_future(send(peer)) for peer in self._peers})
