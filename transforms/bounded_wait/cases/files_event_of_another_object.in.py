import asyncio

from state import State


class Hub:
    def __init__(self, state: State):
        self._state = state

    async def joined(self, name):
        await self._state.joined[name].wait()

    async def ready(self):
        await self._state.ready.wait()
