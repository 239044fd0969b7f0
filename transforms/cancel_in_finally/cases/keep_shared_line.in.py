class Brief:
    async def stop(self):
        await self._job.stop(); self._job = None

    async def close(self): await self._job.stop(); self._job = None
