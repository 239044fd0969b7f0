class Ready:
    def __init__(self) -> None:
        self._items: dict[str, int] = {}

    async def item(self, name: str) -> int:
        if name not in self._items:
            self._items[name] = await self._make(name)
        return self._items[name]

    async def _make(self, name: str) -> int:
        return len(name)
