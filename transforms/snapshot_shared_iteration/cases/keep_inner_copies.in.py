class Pool:
    def __init__(self) -> None:
        self._idle: dict[str, list[str]] = {}

    def put(self, key: str, link: str) -> None:
        self._idle.setdefault(key, []).append(link)

    def take(self, key: str) -> str:
        return self._idle[key].pop(0)

    async def ping(self, send) -> None:
        for key, links in list(self._idle.items()):
            for link in tuple(links):
                await send(key, link)
        for link in list(self._idle.get("a", ())):
            await send("a", link)
