import asyncio


class Scale:
    def __init__(self):
        self._pan = asyncio.Lock()
        self._sheet = asyncio.Condition()
        self.kept = None

    async def weigh(self, thing, read):
        await self._pan.acquire()
        try:
            return await read(thing)
        finally:
            self._pan.release()

    async def weigh_soon(self, thing, read):
        await asyncio.wait_for(self._pan.acquire(), 1)
        weight = None
        try:
            weight = await read(thing)
        finally:
            if self._pan.locked():
                self._pan.release()
        return weight

    async def weigh_now(self, thing, read):
        try:
            async with asyncio.timeout(0):
                await self._pan.acquire()
        except TimeoutError:
            return None
        try:
            return await read(thing)
        finally:
            self._pan.release()

    async def note(self, line):
        noted = False
        try:
            await self._sheet.acquire()
            noted = True
            self.kept = line
        finally:
            if noted:
                self._sheet.release()

    async def note_twice(self, line):
        held = False
        try:
            held = await self._sheet.acquire()
            self.kept = line
        finally:
            if held:
                self._sheet.release()

    async def swap(self, thing, read):
        await self._pan.acquire()
        try:
            weight = await read(thing)
        except BaseException:
            self._pan.release()
            raise
        else:
            self._pan.release()
        return weight

    async def settle(self):
        await self._pan.acquire()
        self._pan.release()

    async def hold(self, careful, read):
        if careful:
            await self._pan.acquire()
        try:
            return await read(self)
        finally:
            if careful:
                self._pan.release()

    async def hold_long(self, careful, read):
        if careful:
            await self._pan.acquire()
        try:
            return await read(self)
        finally:
            try:
                await read(None)
            finally:
                if careful:
                    self._pan.release()

    async def hold_if_free(self, read):
        self.kept = False
        try:
            await self._pan.acquire()
            self.kept = True
            return await read(self)
        finally:
            if self.kept and self._pan.locked():
                self._pan.release()
