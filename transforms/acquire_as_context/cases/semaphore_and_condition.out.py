from asyncio import BoundedSemaphore, Condition


class Dispatch:
    def __init__(self, limit):
        self._slots = BoundedSemaphore(limit)
        self._changed = Condition()
        self.ready = []

    async def send(self, link, parcel):
        async with self._slots:
            answer = await link(parcel)
        return answer

    async def take(self):
        async with self._changed:
            while not self.ready:
                await self._changed.wait()
            parcel = self.ready.pop()
        return parcel

    async def offer(self, parcel):
        async with self._changed:
            self.ready.append(parcel)
            self._changed.notify()
