import asyncio

EVENTS: list[asyncio.Event] = []


class Latch:
    def __init__(self):
        self._gate = asyncio.Event()
        self.open = False

    async def returned(self):
        return await self._gate.wait()

    async def parenthesised(self):
        await (self._gate.wait())

    async def conditional(self, wanted: bool) -> bool:
        return await self._gate.wait() if wanted else False

    async def walrus(self):
        if (seen := await self._gate.wait()) and not self.open:
            self.open = seen

    async def nested(self):
        async def child(gate=self._gate):
            await self._gate.wait()

        def plain(): return self._gate.is_set()

        await asyncio.gather(child(), child())
        return plain()

    async def one_line(self, wanted):
        if wanted: await self._gate.wait()
        self.open = True; await self._gate.wait(); self.open = False


async def all_of_them():
    return [await event.wait() for event in EVENTS]
