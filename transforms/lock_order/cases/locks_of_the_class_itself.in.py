import asyncio


class Registry:
    _names = asyncio.Lock()
    _files = asyncio.Lock()

    async def rename(self, name: str) -> None:
        async with self._names:
            async with Registry._files:
                print(name)
