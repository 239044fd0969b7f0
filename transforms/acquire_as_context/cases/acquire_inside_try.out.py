import asyncio


class Desk:
    def __init__(self):
        self._lock = asyncio.Lock()
        self._slots = asyncio.Semaphore(1)
        self.signed = []

    async def sign(self, name):
        await self._lock.acquire()
        # One at a time.
        try:
            await asyncio.sleep(0)
            self.signed.append(name)
        finally:
            self._lock.release()

    async def visit(self, name):
        await self._slots.acquire()  # may wait
        try:
            await asyncio.sleep(0)
        except ValueError:
            self.signed.clear()
        finally:
            self._slots.release()
            self.signed.append(name)

    async def sign_all(self, names):
        held = False
        for name in names:
            await self._lock.acquire()
            try:
                held = True
                self.signed.append(name)
            finally:
                if held:
                    self._lock.release()
