import asyncio


class Builder:
    def __init__(self):
        self._built = 0
        self._lock = asyncio.Lock()

    async def build(self, path):
        async with self._lock:
            process = await asyncio.create_subprocess_exec("make", "-C", path)
            await process.wait()
            self._built += await asyncio.to_thread(len, path)
