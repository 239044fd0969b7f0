class Chain:
    def __init__(self, send) -> None:
        self._send = send
        self._steps: list[str] = []
        self._log: list[str] = []
        self.open: list[str] = []

    def add(self, step: str) -> None:
        self._steps.append(step)
        self._log.append(step)
        self.open.append(step)

    def drop(self, step: str) -> None:
        self._steps.remove(step)

    async def run(self) -> None:
        for step in self._steps:
            await self._send(step)
        for line in self._log:
            await self._send(line)
        for line in self.open:
            await self._send(line)
