import asyncio


class Pool:
    def __init__(self) -> None:
        self._idle: dict[str, list[str]] = {}
        self._lock = asyncio.Lock()

    async def release(self, address: str, link: str) -> None:
        async with self._lock:
            self._idle.setdefault(address, []).append(link)

    async def close(self, end) -> None:
        idle = list(self._idle.values())
        self._idle.clear()
        # Nobody uses them now.
        for links in idle:
            for link in links:
                await end(link)
        await end("all")
