class Parser:
    def __init__(self) -> None:
        self._write: list[str] = []
        self._finish: list[str] = []

    def on_data(self, text: str) -> None:
        self._write.append(text)
        self._finish.append(text)

    async def parse(self, send) -> None:
        for text in self._write:
            await send(text)
        for text in self._finish:
            await send(text)
        self._write.clear()
        self._finish.clear()
