from asyncio import BoundedSemaphore, Condition


class Dispatch:
    def __init__(self, limit):
        self._slots = BoundedSemaphore(limit)
        self._changed = Condition()
        self.ready = []

    async def send(self, link, parcel):
        await self._slots.acquire()
        answer = await link(parcel)
        self._slots.release()
        return answer

    async def take(self):
        await self._changed.acquire()
        while not self.ready:
            await self._changed.wait()
        parcel = self.ready.pop()
        self._changed.release()
        return parcel

    async def offer(self, parcel):
        await self._changed.acquire()
        self.ready.append(parcel)
        self._changed.notify()
        self._changed.release()
