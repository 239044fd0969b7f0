class Outbox:
    def __init__(self, send) -> None:
        self._send = send
        self._waiting: set[str] = set()

    def put(self, text: str) -> None:
        self._waiting.add(text)

    async def flush(self) -> None:
        if self._waiting:
            for text in self._waiting:
                await self._send(text)
            self._waiting = set()
        await self._send("end")
