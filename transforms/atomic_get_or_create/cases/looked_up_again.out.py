import asyncio


class Cache:
    def __init__(self, make) -> None:
        self._make = make
        self._values: dict[str, object] = {}

    async def get(self, name: str) -> object:
        if name not in self._values:
            value = await self._make(name)
            self._values.setdefault(name, value)
        return self._values[name]
