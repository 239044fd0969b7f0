import asyncio

from .hub import hub


class Visitor:
    def __init__(self, door, bell):
        self.door = door
        self.bell = bell

    async def enter(self):
        await self.door.wait()
        await hub.wait()
        await self.chime.wait()

    async def ring(self, either):
        await asyncio.wait_for(self.bell.wait(), timeout=None)
        event = asyncio.Event() if either else self.bell
        await event.wait()
        await (
            self.door  # the first
            or self.bell
        ).wait()


class Nothing:
    async def happen(self):
        await self.wait()
