import asyncio


class Herd:
    async def stop(self, timeout=5):
        done, pending = await asyncio.wait(self._tasks, timeout=timeout)
        for task in pending:
            task.cancel()
        return done

    async def close(self):
        self._last = await self._store.open()
        self._last.close()
