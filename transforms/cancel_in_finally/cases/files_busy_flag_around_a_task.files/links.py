import asyncio


class Link:
    def __init__(self):
        self._tasks = []

    async def fetch(self):
        self._tasks.append(asyncio.create_task(asyncio.sleep(1)))
        await asyncio.sleep(1)
