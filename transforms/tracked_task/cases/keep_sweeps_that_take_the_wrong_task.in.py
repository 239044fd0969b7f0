import asyncio
from collections import deque


class Server:
    def __init__(self):
        self._replies = deque()
        self._ordered = deque()

    def received(self, data):
        self._replies.append(asyncio.create_task(self._reply(data)))

    def queued(self, data):
        self._ordered.append(asyncio.create_task(self._reply(data)))

    async def _reply(self, data):
        await asyncio.sleep(len(data))

    async def tidy(self):
        for reply in list(self._replies):
            if reply.done():
                await reply
                self._replies.pop()
        while self._ordered and self._ordered[0].done():
            self._ordered.popleft()
