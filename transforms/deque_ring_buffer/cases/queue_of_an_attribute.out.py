import asyncio
import collections
from typing import List


class Dispatcher:
    def __init__(self):
        self._by_name = collections.defaultdict(int)
        self._waiting: collections.deque[str] = collections.deque()
        self._turns = collections.deque()

    def put(self, item: str):
        self._waiting.append(item)

    def put_back(self, item: str):
        self._waiting.insert(0, item)

    async def drain(self):
        done = []
        while self._waiting:
            item = self._waiting.popleft()
            await asyncio.sleep(0)
            done.append(item)
        return done

    def expire(self, now: float):
        while self._turns and self._turns[0] < now:
            self._turns.popleft()
        self._turns.append(now)
        return len(self._turns)
