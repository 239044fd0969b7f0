"""Waits that are statements of their own, and waits that are not."""

import asyncio


class Ferry:
    def __init__(self):
        self._full = asyncio.Event()
        self._docked = asyncio.Event()
        self._tide = asyncio.Condition()
        self.level = 0
        self.trips = 0

    async def cross(self):
        async with asyncio.timeout(0.05):
            # Nobody sails alone.

            # The deck must be full.
            await self._full.wait()  # board() fills it
        self._full.clear()
        self.trips += 1

    async def rise(self, level):
        async with self._tide:
            while self.level < level:
                async with asyncio.timeout(0.05):
                    await self._tide.wait()
            async with asyncio.timeout(0.05):
                await self._tide.wait_for(
                    lambda: self.level > level  # spring tide
                )

    async def returned(self):
        return await asyncio.wait_for(self._docked.wait(), timeout=0.05)

    async def seen(self):
        self.seen_at = await asyncio.wait_for(self._docked.wait(), timeout=0.05)

    async def one_line(self, far):
        if far: await asyncio.wait_for(self._docked.wait(), timeout=0.05)
        self.trips += 1; await asyncio.wait_for(self._docked.wait(), timeout=0.05)

    async def below_an_odd_comment(self):
        if self.trips:
            print("again")
          # not far
        await asyncio.wait_for(self._docked.wait(), timeout=0.05)

    async def after_a_failure(self, engine):
        try:
            engine.run()
        except ValueError:
            await asyncio.wait_for(self._docked.wait(), timeout=0.05)
        finally:
            await asyncio.wait_for(self._full.wait(), timeout=0.05)
