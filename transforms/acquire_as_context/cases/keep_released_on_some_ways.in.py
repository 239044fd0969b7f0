import asyncio


class Switch:
    def __init__(self):
        self._track = asyncio.Lock()
        self.left = True

    async def branches(self, train):
        await self._track.acquire()
        if self.left:
            await train.left()
            self._track.release()
        else:
            await train.right()
            self._track.release()

    async def goes_on_after_it(self, train):
        await self._track.acquire()
        if self.left:
            self._track.release()
        await train.right()
        self._track.release()

    async def breaks_with_it(self, trains):
        for train in trains:
            await self._track.acquire()
            if await train.right():
                break
            self._track.release()
        if self._track.locked():
            self._track.release()

    async def in_some_cases(self, train):
        if not self._track.locked():
            await self._track.acquire()
        await train.left()
        self._track.release()

    async def takes_it_again(self, train):
        await self._track.acquire()
        while await train.right():
            self._track.release()
            await asyncio.sleep(1)
            await self._track.acquire()
        self._track.release()

    async def waits_on_leaving(self, train):
        await self._track.acquire()
        if self.left:
            self._track.release()
            return await train.left()
        self.left = await train.right()
        self._track.release()
