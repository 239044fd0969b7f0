import asyncio

EVENTS: list[asyncio.Event] = []


class Latch:
    def __init__(self):
        self._gate = asyncio.Event()
        self.open = False

    async def returned(self):
        return await asyncio.wait_for(self._gate.wait(), timeout=30.0)

    async def parenthesised(self):
        await (asyncio.wait_for(self._gate.wait(), timeout=30.0))

    async def conditional(self, wanted: bool) -> bool:
        return await asyncio.wait_for(self._gate.wait(), timeout=30.0) if wanted else False

    async def walrus(self):
        if (seen := await asyncio.wait_for(self._gate.wait(), timeout=30.0)) and not self.open:
            self.open = seen

    async def nested(self):
        async def child(gate=self._gate):
            await asyncio.wait_for(self._gate.wait(), timeout=30.0)

        def plain(): return self._gate.is_set()

        await asyncio.gather(child(), child())
        return plain()

    async def one_line(self, wanted):
        if wanted: await asyncio.wait_for(self._gate.wait(), timeout=30.0)
        self.open = True; await asyncio.wait_for(self._gate.wait(), timeout=30.0); self.open = False


async def all_of_them():
    return [await asyncio.wait_for(event.wait(), timeout=30.0) for event in EVENTS]
