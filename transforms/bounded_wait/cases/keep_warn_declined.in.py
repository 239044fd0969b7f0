import asyncio


class Turn:
    def __init__(self):
        self._turned = asyncio.Event()
        self._wheel = asyncio.Condition()

    async def condition(self):
        async with self._wheel:
            while True:
                await self._wheel.wait()

    async def value(self):
        return await self._turned.wait()

    async def spread(self):
        await self._turned.wait(
            # when it has turned
        )

    async def shared(self):
        await self._turned.wait(); print("turned")

    async def commented(self, wanted):
        if wanted: await self._turned.wait()  # turned
