import asyncio


class Peer:
    async def tell(self, rumour: str) -> None:
        await asyncio.sleep(0)


class Cluster:
    def __init__(self) -> None:
        self.peers: dict[str, Peer] = {}
