import asyncio


class Gate(asyncio.Event):
    """An event that says how often it was waited for."""

    waits = 0


class Counting(Gate):
    async def wait(self):
        self.waits += 1
        return await super().wait()


async def enter(gate: Gate):
    await gate.wait()


async def enter_counted(gate: Counting):
    await gate.wait()
