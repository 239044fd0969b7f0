"""Orders, with a message for the kitchen about each."""

import asyncio


class Kitchen:
    def __init__(self):
        self._slips = asyncio.Queue()

    async def send(self, table, dish, note=""):
        await self._slips.put((table, dish, note))


class Orders:
    def __init__(self, kitchen: Kitchen):
        self._kitchen = kitchen
        self._open = {}
        self._lock = asyncio.Lock()

    async def take(self, table: int, dish: str) -> None:
        async with self._lock:
            self._open[table] = dish  # one dish for each table

            # Tell them at once,
            # and in full.
            await self._kitchen.send(
                table,  # where to
                dish,
                note="""
    urgent
""",
            )  # done
