class Outbox:
    def __init__(self) -> None:
        self._waiting: list[str] = []

    def put(self, text: str) -> None:
        self._waiting.append(text)

    async def flush(self, send) -> None:
        for text in self._waiting:
            await send(text)
        await send("end")
        self._waiting.clear()
