import weakref


class Hub:
    def __init__(self) -> None:
        self._members: weakref.WeakSet[object] = weakref.WeakSet()

    def join(self, member) -> None:
        self._members.add(member)

    async def tell(self, send) -> None:
        for member in list(self._members):
            await send(member)
