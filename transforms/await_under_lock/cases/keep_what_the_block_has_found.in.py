import asyncio


class Peer:
    def __init__(self):
        self._news = asyncio.Queue()

    async def tell(self, text):
        await self._news.put(text)


class Hub:
    def __init__(self):
        self._peers: dict[str, Peer] = {}
        self._told = 0
        self._lock = asyncio.Lock()

    async def tell(self, name: str, text: str):
        async with self._lock:
            peer = self._peers[name]
            self._told += 1
            await peer.tell(text)

    async def drop(self, name: str):
        async with self._lock:
            self._peers.pop(name)
