class Door:
    async def close(self):
        await self._bell.ring()
        if self._closing:
            self._lock.reset()
            return
        print("not closing")
