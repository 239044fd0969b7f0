"""A hub that tells its clients when it is ready."""

import asyncio


class Hub:
    def __init__(self) -> None:
        self._ready = asyncio.Event()
        self.served = 0

    def open(self) -> None:
        self._ready.set()

    async def serve_one(self) -> int:
        # nothing is served before the hub is open
        await self._ready.wait()  # see open()
        self.served += 1
        return self.served
