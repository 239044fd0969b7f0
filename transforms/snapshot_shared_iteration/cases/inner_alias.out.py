class Pool:
    def __init__(self, close) -> None:
        self._close = close
        self._links: dict[str, set[str]] = {}

    def put(self, address: str, link: str) -> None:
        self._links.setdefault(address, set()).add(link)

    def drop(self, address: str) -> None:
        self._links.pop(address, None)

    async def close_all(self) -> None:
        for links in list(self._links.values()):
            for link in list(links):
                await self._close(link)
