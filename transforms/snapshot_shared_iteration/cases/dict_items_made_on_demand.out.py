class Limits:
    def __init__(self) -> None:
        self._by_key: dict[str, float] = {}

    def limit(self, key: str) -> float:
        limit = self._by_key.get(key)
        if limit is None:
            limit = 1.0
            self._by_key[key] = limit
        return limit

    def known(self, key: str) -> None:
        if key in self._by_key:
            return
        self._by_key[key] = 2.0

    async def report(self, write) -> list[str]:
        written = []
        for key, limit in list(self._by_key.items()):
            await write(key, limit)
            written.append(key)
        return written
