"""Values may be set by whoever gets the dictionary; a failure may be expected under another name."""

EXPECTED = (KeyError, RuntimeError)


class Levels:
    def __init__(self) -> None:
        self._levels: dict[str, int] = {}
        self._names: set[str] = set()

    def drop(self, name: str) -> None:
        self._levels.pop(name, None)
        self._names.discard(name)

    def view(self) -> dict[str, int]:
        return self._levels

    async def tell(self, send) -> None:
        for name, level in self._levels.items():
            await send(name, level)

    async def call(self, send) -> str:
        try:
            for name in self._names:
                await send(name)
        except EXPECTED:
            return "changed"
        return "done"
