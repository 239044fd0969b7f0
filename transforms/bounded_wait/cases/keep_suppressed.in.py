import asyncio


class Idle:
    def __init__(self):
        self._wake = asyncio.Event()

    async def sleep(self):
        # amends: ignore[AM502] idling is what it is for
        await self._wake.wait()
        await self._wake.wait()  # amends: ignore[AM502] and again
