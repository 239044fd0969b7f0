class Hub:
    def __init__(self) -> None:
        self.members: set[str] = set()
        self._given: dict[str, str] = {}

    def given(self) -> dict[str, str]:
        return self._given

    async def tell(self, send) -> None:
        for member in self.members:
            await send(member)
        for key in self._given:
            await send(key)
