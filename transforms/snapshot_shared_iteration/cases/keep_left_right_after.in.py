class Pool:
    def __init__(self) -> None:
        self._idle: dict[str, str] = {}

    def put(self, key: str, link: str) -> None:
        self._idle[key] = link

    async def evict(self, close) -> bool:
        for key in self._idle:
            link = self._idle.pop(key)
            await close(link)
            return True
        return False

    async def first(self, check) -> str | None:
        found = None
        for key in self._idle:
            if key.startswith("x"):
                continue
            if key:
                await check(key)
                found = key
                break
            else:
                raise ValueError(await check(None))
        return found

    async def in_try(self, check) -> str | None:
        for key in self._idle:
            try:
                await check(key)
                return key
            except OSError:
                return None
