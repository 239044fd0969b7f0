class Beats:
    def __init__(self, report) -> None:
        self._report = report
        self._last: dict[str, float] = {}

    def beat(self, node: str, now: float) -> None:
        self._last[node] = now

    def forget(self, node: str) -> None:
        self._last.pop(node, None)

    async def check(self, now: float) -> None:
        for node, last in self._last.items():
            if now - last > 3.0:
                await self._report(node)

    async def greet(self) -> None:
        for node in self._last:
            await self._report(node)
