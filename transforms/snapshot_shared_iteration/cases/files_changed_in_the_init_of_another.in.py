class State:
    def __init__(self) -> None:
        self._watchers: set[object] = set()

    async def tell(self, send) -> int:
        told = 0
        for watcher in self._watchers:
            await send(watcher)
            told += 1
        return told
