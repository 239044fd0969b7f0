import asyncio


class Queue:
    """Has the words, and not the waits."""

    def __init__(self):
        self.items = []
        self.cond = asyncio.Condition()

    async def get(self):
        return self.items.pop()

    async def acquire(self, wait):
        await self.get()
        await wait()
        async with self.cond:
            self.cond.notify_all()
