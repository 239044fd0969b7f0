import asyncio
import collections
import time


class Intake:
    def __init__(self):
        self._pending = bytearray()
        self._ended = False
        self._trace = False
        self._more = asyncio.Event()
        self._ready = None
        self._clients = collections.deque()

    def feed(self, data):
        self._pending += data
        self._more.set()

    def end(self):
        self._ended = True
        self._ready = 1

    @property
    def late(self):
        return time.monotonic() > 5

    def settle(self):
        self._ended = True

    async def lines(self):
        """Every way round takes something out of the buffer."""
        found = []
        while True:
            if not self._pending:
                await self._more.wait()
            at = self._pending.find(b"\n")
            if at < 0:
                line = bytes(self._pending)
                self._pending.clear()
            else:
                line = bytes(self._pending[:at])
                del self._pending[: at + 1]
            if not line:
                break
            found.append(line)
        return found

    async def first(self):
        """The two conditions are one."""
        while True:
            if self._ready is not None:
                return self._ready
            if self._ready is None:
                await self._more.wait()

    async def either(self):
        while True:
            if self._ended or self._pending:
                return
            if not self._ended and not self._pending:
                await self._more.wait()

    async def sized(self):
        """One cannot be without the other, which only a reader knows."""
        while True:
            if len(self._pending) > 3:
                return
            if not self._pending or len(self._pending) <= 3:
                await self._more.wait()

    async def by_method(self):
        """What `settle` does is its own affair."""
        while True:
            if self._ended:
                return
            if self._pending:
                self.settle()
            else:
                await self._more.wait()

    async def by_property(self):
        while True:
            if self.late:
                return
            if not self._pending:
                await self._more.wait()

    async def traced(self):
        """Nothing ever sets this flag."""
        while True:
            if self._ended:
                return
            if not self._trace:
                await self._more.wait()

    async def entered(self, lock):
        while True:
            if self._ended:
                return
            async with lock:
                pass

    async def under(self, lock):
        while True:
            if self._ended:
                return
            with lock:
                if self._pending:
                    continue
            await self._more.wait()


async def numbers(source, wanted):
    rows = iter(source)
    while True:
        row = next(rows, None)
        if row is None:
            return
        if wanted:
            await row.send()


async def counted(link, wanted):
    sent = 0
    while True:
        if sent >= 10:
            return
        sent += 1
        if wanted:
            await link.send(sent)


async def once(link):
    first = True
    while True:
        if first:
            first = False
            continue
        if await link.recv() is None:
            return


async def delays(link, seconds):
    while True:
        if seconds > 9:
            return
        for pause in (1, 2, 4):
            await asyncio.sleep(pause)


async def awaited(path, wait):
    while True:
        if path.exists():
            return
        if wait:
            await asyncio.sleep(1)


async def moved(text, part):
    at = 0
    while True:
        if text[at] == part:
            return at
        at = at + 1


async def shared(box, wait):
    """An alias that is changed is the thing itself."""
    mine = box
    while True:
        if len(box) > 5:
            return
        mine += [1]
        if wait:
            await asyncio.sleep(1)


async def given(items, wait):
    while True:
        for item in items:
            if item is None:
                return
        if wait:
            await asyncio.sleep(1)


async def alternates(link, ready):
    turn = 0
    while True:
        if turn == 1 and ready:
            return
        turn = 1 - turn
        if turn:
            await link.recv()


async def items(link, quiet):
    while True:
        if link is None:
            return
        if not quiet:
            yield 1
        else:
            yield 2


async def plain(going):
    while going:
        going = await asyncio.sleep(1, False)


async def fixed_numbers(link):
    limit = 5
    while True:
        if link is None:
            return
        if limit > 3:
            await link.recv()


async def guarded(rows, link):
    """There is a row, and the loop takes none away."""
    saved: list[int] = []
    for row in rows:
        saved.append(row)
    if not saved:
        return
    while True:
        for row in saved:
            if await link.send(row):
                return


async def beside(link, wanted):
    if wanted:
        while link is not None:
            if wanted:
                link = await link.step()
