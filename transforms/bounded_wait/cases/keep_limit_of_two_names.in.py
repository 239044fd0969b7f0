import sys

import asyncio

if sys.version_info >= (3, 11):
    from asyncio import timeout
else:
    from async_timeout import timeout


class Probe:
    def __init__(self):
        self._answer = asyncio.Event()

    async def ask(self):
        async with timeout(1.5):
            await self._answer.wait()
