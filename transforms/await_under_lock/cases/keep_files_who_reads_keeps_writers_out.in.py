import asyncio


class Link:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._lock = asyncio.Lock()

    async def ask(self, line: bytes) -> bytes:
        async with self._lock:
            self._writer.write(line)
            await self._writer.drain()
            return await self._reader.readline()

    async def listen(self) -> bytes:
        async with self._lock:
            return await self._reader.readline()
