class Pool:
    def __init__(self) -> None:
        self._idle: dict[str, object] = {}

    def put(self, key: str) -> None:
        self._idle.setdefault(key, object())

    async def first(self, check) -> str | None:
        for key in list(self._idle):
            try:
                await check(key)
                return key
            except OSError:
                continue
        return None

    async def some(self, check) -> str | None:
        for key in list(self._idle):
            if await check(key):
                return key
        return None
