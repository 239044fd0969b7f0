import asyncio


class Session:
    def __init__(self, host):
        self._host = host
        self._state = "open"
        self._lock = asyncio.Lock()

    async def send(self, text):
        async with self._lock:
            if self._state != "open":
                raise RuntimeError("not open")
            reader, writer = await asyncio.open_connection(self._host, 80)
            writer.write(text)
            self._state = "sent"
