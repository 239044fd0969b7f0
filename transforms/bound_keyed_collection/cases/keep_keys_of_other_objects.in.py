class Pool:
    def __init__(self) -> None:
        self._free: dict[str, list[int]] = {}

    def _give(self, key: str, link: int) -> None:
        self._free.setdefault(key, []).append(link)

    def size(self) -> int:
        return len(self._free)


class Link:
    def __init__(self, pool: Pool, key: str) -> None:
        self._pool = pool
        self._key = key

    def close(self) -> None:
        self._pool._give(self._key, 1)
