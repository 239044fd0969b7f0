import asyncio


class Link:
    def __init__(self, host: str) -> None:
        self._host = host
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._lock = asyncio.Lock()

    async def ask(self, line: bytes) -> bytes:
        async with self._lock:
            if self._writer is None or self._reader is None:
                self._reader, self._writer = await asyncio.open_connection(self._host, 80)
            self._writer.write(line)
            await self._writer.drain()
            return await self._reader.readline()
