class Outbox:
    def __init__(self, send) -> None:
        self._send = send
        self._waiting: set[str] = set()

    def put(self, text: str) -> None:
        self._waiting.add(text)

    async def flush(self) -> None:
        if self._waiting:
            waiting = list(self._waiting)
            self._waiting = set()
            for text in waiting:
                await self._send(text)
        await self._send("end")
