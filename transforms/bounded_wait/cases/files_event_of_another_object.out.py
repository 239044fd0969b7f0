import asyncio

from state import State


class Hub:
    def __init__(self, state: State):
        self._state = state

    async def joined(self, name):
        await asyncio.wait_for(self._state.joined[name].wait(), timeout=30.0)

    async def ready(self):
        await asyncio.wait_for(self._state.ready.wait(), timeout=30.0)
