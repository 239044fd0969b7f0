class Feed:
    def __init__(self) -> None:
        self._seen: set[str] = set()

    def saw(self, line: str) -> None:
        self._seen.add(line)

    async def lines(self, source) -> list[str]:
        return [line async for line in source(self._seen)]

    async def sizes(self, source) -> dict[str, int]:
        return {line: len(line) for line in [line async for line in source(self._seen)]}
