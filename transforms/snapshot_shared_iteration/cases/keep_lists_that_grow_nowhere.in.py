class Chain:
    def __init__(self, steps: list[str]) -> None:
        self._steps: list[str] = steps
        self.public: list[str] = []

    async def run(self, send) -> None:
        for step in self._steps:
            await send(step)
        for step in self.public:
            await send(step)
