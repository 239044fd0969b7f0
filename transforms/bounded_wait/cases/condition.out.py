import asyncio


class Mailbox:
    """Letters for one reader."""

    def __init__(self):
        self._changed = asyncio.Condition()
        self._letters = []

    async def put(self, letter):
        async with self._changed:
            self._letters.append(letter)
            self._changed.notify_all()

    async def knock(self):
        async with self._changed:
            self._changed.notify_all()

    async def get(self):
        async with self._changed:
            while not self._letters:
                await asyncio.wait_for(self._changed.wait(), timeout=0.1)
            return self._letters.pop(0)

    async def get_when(self, ready):
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(ready), timeout=0.1)
            return list(self._letters)
