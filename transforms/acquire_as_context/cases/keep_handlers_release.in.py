import asyncio


class Press:
    def __init__(self):
        self._plate = asyncio.Lock()

    async def one_around(self, work):
        try:
            await self._plate.acquire()
            await work()
            self._plate.release()
        except Exception:
            self._plate.release()
            raise

    async def not_every_exception(self, work):
        await self._plate.acquire()
        try:
            await work()
        except Exception:
            self._plate.release()
            raise
        self._plate.release()

    async def one_of_two(self, work):
        await self._plate.acquire()
        try:
            await work()
        except ValueError:
            pass
        except BaseException:
            self._plate.release()
            raise
