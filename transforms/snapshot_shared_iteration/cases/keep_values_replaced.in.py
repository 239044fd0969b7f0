class Counts:
    def __init__(self) -> None:
        self._counts: dict[str, int] = {"a": 0, "b": 0}

    def count(self, key: str) -> None:
        self._counts[key] += 1

    def raise_known(self, key: str, value: int) -> None:
        if key in self._counts:
            self._counts[key] = value

    async def reset(self, write) -> None:
        for key in self._counts:
            await write(key)
            self._counts[key] = 0
