import asyncio


class Pool:
    def __init__(self) -> None:
        self._closing = asyncio.Lock()
        self._idle: dict[str, str] = {}

    def put(self, key: str, link: str) -> None:
        self._idle[key] = link

    async def evict(self, close) -> bool:
        for key in self._idle:
            async with self._closing:
                await close(key)
                return True
        return False
