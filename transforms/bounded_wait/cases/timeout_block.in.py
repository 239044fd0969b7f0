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
        # Nobody sails alone.

        # The deck must be full.
        await self._full.wait()  # board() fills it
        self._full.clear()
        self.trips += 1

    async def rise(self, level):
        async with self._tide:
            while self.level < level:
                await self._tide.wait()
            await self._tide.wait_for(
                lambda: self.level > level  # spring tide
            )

    async def returned(self):
        return await self._docked.wait()

    async def seen(self):
        self.seen_at = await self._docked.wait()

    async def one_line(self, far):
        if far: await self._docked.wait()
        self.trips += 1; await self._docked.wait()

    async def below_an_odd_comment(self):
        if self.trips:
            print("again")
          # not far
        await self._docked.wait()

    async def after_a_failure(self, engine):
        try:
            engine.run()
        except ValueError:
            await self._docked.wait()
        finally:
            await self._full.wait()
