import asyncio
import collections
from typing import List


class Dispatcher:
    def __init__(self):
        self._by_name = collections.defaultdict(int)
        self._waiting: List[str] = []
        self._turns = []

    def put(self, item: str):
        self._waiting.append(item)

    def put_back(self, item: str):
        self._waiting.insert(0, item)

    async def drain(self):
        done = []
        while self._waiting:
            item = self._waiting.pop(0)
            await asyncio.sleep(0)
            done.append(item)
        return done

    def expire(self, now: float):
        while self._turns and self._turns[0] < now:
            del self._turns[0]
        self._turns.append(now)
        return len(self._turns)
