from hubs import Hub


class Port:
    def __init__(self, hub: Hub):
        self._hub = hub

    async def close(self):
        await self._hub.lock.acquire()
        await self._hub.leave(self)
        self._hub.lock.release()
