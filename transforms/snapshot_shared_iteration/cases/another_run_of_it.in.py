class Sweep:
    def __init__(self) -> None:
        self._seen: set[str] = set()

    async def run(self, names: list[str], send) -> None:
        self._seen.update(names)
        for name in self._seen:
            await send(name)
