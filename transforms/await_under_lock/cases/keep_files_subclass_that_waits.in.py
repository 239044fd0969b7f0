import asyncio


class Base:
    def __init__(self) -> None:
        self._kept: list[str] = []
        self._lock = asyncio.Lock()

    async def keep(self, text: str) -> None:
        async with self._lock:
            await self._prepare(text)
            self._kept.append(text)

    async def _prepare(self, text: str) -> None:
        pass
