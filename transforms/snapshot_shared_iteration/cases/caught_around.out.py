class Hub:
    def __init__(self) -> None:
        self._members: set[str] = set()

    def join(self, member: str) -> None:
        self._members.add(member)

    async def tell(self, send) -> None:
        while True:
            try:
                for member in list(self._members):
                    await send(member)
            except RuntimeError:
                continue
            return
