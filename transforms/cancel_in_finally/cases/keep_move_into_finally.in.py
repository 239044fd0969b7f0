class Shop:
    async def close(self):
        try:
            await self._till.count()
        finally:
            self._till = None
        print("counted")
        self._staff.clear()
