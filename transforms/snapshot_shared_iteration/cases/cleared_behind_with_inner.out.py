class Pool:
    def __init__(self) -> None:
        self._idle: dict[str, list[str]] = {}

    def put(self, address: str, link: str) -> None:
        self._idle.setdefault(address, []).append(link)

    def take(self, address: str) -> str:
        links = self._idle[address]
        link = links.pop()
        if not links:
            del self._idle[address]
        return link

    async def close(self, end) -> None:
        idle = list(self._idle.values())
        self._idle.clear()
        for links in idle:
            for link in links:
                await end(link)
        await end("all")
