import asyncio


class Board:
    def __init__(self) -> None:
        self._changed = asyncio.Condition()
        self._values: dict[str, int] = {}

    async def value(self, name: str) -> int:
        async with self._changed:
            if name not in self._values:
                await self._changed.wait()
                self._values[name] = 0
            return self._values[name]

    async def kept(self, name: str, ask) -> int:
        async with self._changed:
            if name not in self._values:
                await ask(name)
                self._values[name] = 0
            return self._values[name]
