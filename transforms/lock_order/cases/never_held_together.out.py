import asyncio


class Logbook:
    def __init__(self) -> None:
        # Lock order: _read and _write are never held together.
        self._read = asyncio.Lock()
        self._write = asyncio.Lock()
        self.lines: list[str] = []

    async def add(self, line: str) -> None:
        async with self._write:
            self.lines.append(line)

    async def last(self) -> str:
        async with self._read:
            return self.lines[-1]
