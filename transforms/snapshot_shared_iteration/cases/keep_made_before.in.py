class Plugins:
    def __init__(self, names: list[str]) -> None:
        self._all: dict[str, str] = {}
        for name in names:
            self._all[name] = name
        self._extras: set[str] = set()
        self._fill(names)

    def _fill(self, names: list[str]) -> None:
        for name in names:
            self._one(name)

    def _one(self, name: str) -> None:
        self._extras.add(name)

    async def start(self, run) -> None:
        for name in self._all:
            await run(name)
        for name in self._extras:
            await run(name)
