class Hub:
    def __init__(self, members) -> None:
        self._members = members

    def join(self, member) -> None:
        self._members.add(member)

    async def tell(self, send) -> None:
        for member in list(self._members):
            await send(member)
