import asyncio


class Hub:
    def __init__(self):
        self._topics = {}
        self._lock = asyncio.Lock()

    async def close_all(self):
        async with self._lock:
            for topic in list(self._topics):
                self._topics.pop(topic)
                await asyncio.sleep(0)
