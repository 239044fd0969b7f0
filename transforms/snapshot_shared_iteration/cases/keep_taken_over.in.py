class Pool:
    def __init__(self) -> None:
        self._idle: dict[str, list[str]] = {}

    def put(self, key: str, link: str) -> None:
        self._idle.setdefault(key, []).append(link)

    async def close(self, end) -> None:
        idle = list(self._idle.values())
        self._idle.clear()
        for links in idle:
            for link in links:
                await end(link)
