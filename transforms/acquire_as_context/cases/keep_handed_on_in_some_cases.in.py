import asyncio


class Gate:
    def __init__(self):
        self._lock = asyncio.Lock()
        self._other = asyncio.Lock()
        self.open = True

    async def hand_on_if_open(self, work):
        await self._lock.acquire()
        task = asyncio.ensure_future(work)
        if self.open:
            task.add_done_callback(lambda _: self._lock.release())
        return task

    async def hand_on(self, work):
        await self._other.acquire()
        task = asyncio.ensure_future(work)
        if self.open:
            task.add_done_callback(lambda _: self._other.release())
        else:
            asyncio.get_running_loop().call_soon(self._other.release)
        return task
