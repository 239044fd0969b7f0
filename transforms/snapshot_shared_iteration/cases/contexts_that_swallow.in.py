import contextlib


class Pool:
    def __init__(self) -> None:
        self._idle: dict[str, object] = {}

    def put(self, key: str) -> None:
        self._idle.setdefault(key, object())

    async def first(self, check) -> str | None:
        for key in self._idle:
            with contextlib.suppress(OSError):
                await check(key)
                return key
        return None
