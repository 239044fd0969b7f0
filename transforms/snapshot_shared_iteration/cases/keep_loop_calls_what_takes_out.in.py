class Pool:
    def __init__(self) -> None:
        self._links: dict[str, object] = {}

    def put(self, key: str, link: object) -> None:
        self._links[key] = link

    def drop(self, key: str) -> None:
        del self._links[key]

    async def close(self, end) -> None:
        for key in self._links:
            await end(key)
            self.drop(key)
        self._links.clear()
