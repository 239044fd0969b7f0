class Chain:
    def __init__(self) -> None:
        self._steps: list[str] = []

    def add(self, step: str) -> None:
        self._steps.insert(0, step)

    async def run(self, send) -> None:
        for step in self._steps[:]:
            await send(step)
        for step in self._steps[1:]:
            await send(step)
        for step in reversed(self._steps[:3]):
            await send(step)
