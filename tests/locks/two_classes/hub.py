# edge 1: Hub._lock -> Desk._lock
# edge 2: Desk._lock -> Hub._lock
# certain: Desk._lock -> Hub._lock -> Desk._lock
# edge 3: Hub._lock -> Clerk._lock
# edge 4: Clerk._lock -> Hub._lock
# possible: Clerk._lock -> Hub._lock -> Clerk._lock | nothing shows that it is
import asyncio

from two_classes.clerk import Clerk
from two_classes.desk import Desk


class Hub:
    def __init__(self, clerk: Clerk) -> None:
        self._lock = asyncio.Lock()
        self.desk = Desk("front", self)
        self.clerk = clerk

    async def close(self) -> None:
        async with self._lock:  # holds 1,3
            await self.desk.clear()
            await self.clerk.leave()

    async def note(self, text: str) -> None:
        async with self._lock:  # takes 2,4
            print(text)
