class Bar:
    async def stop(self):
        await self._lock.acquire()
        self._done = 1
        self._lock.release()
