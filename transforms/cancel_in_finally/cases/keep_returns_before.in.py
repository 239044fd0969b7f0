class Hall:
    async def close(self, force):
        if not await self._guests.leave():
            return False
        self._open = False
        return True

    async def shutdown(self):
        for guest in self._guests:
            try:
                await guest.leave()
            except TimeoutError:
                break
            self._open = False
        print("done")
