import asyncio


class State:
    def __init__(self) -> None:
        self.locks: dict[str, asyncio.Lock] = {}
        self.links: dict[str, object] = {}

    def forget(self, peer: str) -> None:
        self.locks[peer] = None

    async def dial(self, peer: str) -> object:
        await asyncio.sleep(1)
        return peer
