import asyncio


class Kitchen:
    def __init__(self, ovens):
        self._ovens = asyncio.Semaphore(ovens)
        self._door = asyncio.Lock()
        self.tasks = set()

    async def cook(self, orders):
        while True:
            await self._ovens.acquire()
            order = await orders.get()
            self.tasks.add(asyncio.create_task(self._bake(order)))

    async def _bake(self, order):
        try:
            await order()
        finally:
            self._ovens.release()

    async def __aenter__(self):
        await self._door.acquire()
        await self._heat()
        return self

    async def _heat(self):
        await asyncio.sleep(1)

    async def __aexit__(self, *failure):
        self._door.release()
