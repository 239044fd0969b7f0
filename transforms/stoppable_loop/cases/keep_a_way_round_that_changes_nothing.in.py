import asyncio


class Intake:
    def __init__(self, limit):
        self._pending = bytearray()
        self._ended = False
        self._limit = limit
        self._more = asyncio.Event()
        self._busy = False
        self._stations = []
        self._jobs = asyncio.Queue()

    def feed(self, data):
        self._pending += data
        self._more.set()

    def end(self):
        self._ended = True
        self._more.set()

    def use(self, station):
        self._stations.append(station)
        self._busy = not self._busy

    async def until(self, mark):
        seen = 0
        while True:
            size = len(self._pending)
            if size - seen >= len(mark):
                at = self._pending.find(mark, seen)
                if at >= 0:
                    return bytes(self._pending[:at])
                seen = size + 1 - len(mark)
                if seen > self._limit:
                    raise ValueError("too long")
            if self._ended:
                raise EOFError
            if not self._pending:
                await self._more.wait()

    async def take_turns(self):
        while True:
            if self._ended:
                break
            if self._busy:
                continue
            await self._more.wait()

    async def visit(self):
        while True:
            for station in self._stations:
                await station.visit()
            if self._ended:
                return

    async def work(self):
        while not self._ended:
            if not self._jobs.empty():
                job = await self._jobs.get()
                await job()


async def head(got: bytearray, more):
    """One, two or three bytes."""
    while True:
        if len(got) > 3:
            return bytes(got)
        if not got:
            await more.wait()


async def send(link, parts, paced):
    sent = 0
    while True:
        if sent == len(parts):
            return
        if paced:
            await link.send(parts[sent])
            sent += 1


async def count(link, wanted, strict):
    tries = 0
    while True:
        try:
            tries += 1
            if strict and wanted:
                continue
            if await link.knock():
                return tries
        finally:
            last = tries


async def search(text: str, part, step):
    at = 0
    while text[at] != part:
        if step:
            at += step
    return at


async def relay(source, sink, size):
    left = size
    while left > 0:
        if sink is None:
            pass
        elif source is not None:
            left -= len(await source.read(left))
