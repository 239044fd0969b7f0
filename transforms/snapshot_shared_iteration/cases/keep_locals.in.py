class Hub:
    def __init__(self) -> None:
        self._pending: set[str] = set()

    def add(self, name: str) -> None:
        self._pending.add(name)

    async def flush(self, send, names: list[str]) -> None:
        pending, self._pending = self._pending, set()
        for name in pending:
            await send(name)
        fresh = {name.upper() for name in names}
        for name in fresh:
            await send(name)
        for name in names:
            await send(name)
        for name in (await send("all")).names:
            await send(name)
