import asyncio
from asyncio import wait_for


class Pump:
    def __init__(self):
        self.primed = asyncio.Event()
        self.pressure = asyncio.Condition()

    async def start(self):
        await asyncio.wait_for(self.primed.wait(), None)
        return await wait_for(
            # primed once, then never again
            fut=self.primed.wait(),
            timeout=None,  # no hurry
        )

    async def push(self):
        async with self.pressure:
            task = asyncio.create_task(asyncio.wait_for(self.pressure.wait(), timeout=None))
        await task

    async def drain(self):
        async with asyncio.timeout(None):
            await self.primed.wait()
        async with asyncio.timeout(5), asyncio.timeout(delay=None):
            await self.primed.wait()
        async with asyncio.timeout(5):
            await asyncio.wait_for(self.primed.wait(), None)

    async def argument(self):
        # the inner wait has ended before the outer one starts
        await asyncio.wait_for(asyncio.sleep(await self.primed.wait()), timeout=1)
