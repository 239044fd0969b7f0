class Outbox:
    def __init__(self, send) -> None:
        self._send = send
        self._waiting: set[str] = set()

    def put(self, text: str) -> None:
        self._waiting.add(text)

    async def flush(self) -> int:
        count = 0
        for text in self._waiting:
            await self._send(text)
            count += 1
        print(count)
        self._waiting.clear()
        return count

    async def guarded(self) -> None:
        try:
            for text in self._waiting:
                await self._send(text)
        finally:
            self._waiting.clear()

    async def uses_it(self) -> None:
        for text in self._waiting:
            await self._send(text, len(self._waiting))
        self._waiting.clear()

    async def returns(self) -> None:
        for text in self._waiting:
            if await self._send(text):
                return
        self._waiting.clear()

    async def commented(self) -> None:
        for text in self._waiting:
            await self._send(text)
        self._waiting.clear()  # all sent
