import asyncio


class Gate(asyncio.Event):
    """An event that says how often it was waited for."""

    waits = 0


class Counting(Gate):
    async def wait(self):
        self.waits += 1
        return await asyncio.wait_for(super().wait(), timeout=30.0)


async def enter(gate: Gate):
    await asyncio.wait_for(gate.wait(), timeout=30.0)


async def enter_counted(gate: Counting):
    await gate.wait()
