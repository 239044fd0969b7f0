from state import State


class Watch:
    def __init__(self, state: State) -> None:
        self._state = state

    async def tell(self, send) -> None:
        for watcher in self._state._watchers:
            await send(watcher)
