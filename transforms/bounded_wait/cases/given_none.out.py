import asyncio
from asyncio import wait_for


class Pump:
    def __init__(self):
        self.primed = asyncio.Event()
        self.pressure = asyncio.Condition()

    async def start(self):
        await asyncio.wait_for(self.primed.wait(), 30.0)
        return await wait_for(
            # primed once, then never again
            fut=self.primed.wait(),
            timeout=30.0,  # no hurry
        )

    async def push(self):
        async with self.pressure:
            task = asyncio.create_task(asyncio.wait_for(self.pressure.wait(), timeout=30.0))
        await task

    async def drain(self):
        async with asyncio.timeout(None):
            await asyncio.wait_for(self.primed.wait(), timeout=30.0)
        async with asyncio.timeout(5), asyncio.timeout(delay=None):
            await self.primed.wait()
        async with asyncio.timeout(5):
            await asyncio.wait_for(self.primed.wait(), None)

    async def argument(self):
        # the inner wait has ended before the outer one starts
        await asyncio.wait_for(asyncio.sleep(await asyncio.wait_for(self.primed.wait(), timeout=30.0)), timeout=1)
