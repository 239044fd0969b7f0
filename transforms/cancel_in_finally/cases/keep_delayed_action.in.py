import asyncio


class Idle:
    async def close_after(self, seconds):
        await asyncio.sleep(seconds)
        self._conn.close()
        self._conn = None

    async def cancel_on_signal(self, signal: asyncio.Event):
        await signal.wait()
        self._task.cancel()

    async def _close_idle(self):
        await asyncio.sleep(60)
        self._idle.clear()

    async def _cleanup_loop(self):
        while True:
            await self._sweep()
            self._seen.clear()
