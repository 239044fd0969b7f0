import asyncio


class Line:
    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self._sent = 0
        self._write_lock = asyncio.Lock()

    async def send(self, text: bytes) -> None:
        async with self._write_lock:
            self._writer.write(text)
            await self._writer.drain()

    async def send_all(self, texts: list[bytes]) -> None:
        async with self._write_lock:
            for text in texts:
                await self._send_one(text)

    def close(self) -> None:
        self._writer.close()

    async def _send_one(self, text: bytes) -> None:
        self._writer.write(text)
        await self._writer.drain()

    async def sent(self) -> int:
        async with self._write_lock:
            return self._sent
