import asyncio


class Board:
    def __init__(self):
        self._changed = asyncio.Condition()

    async def watch(self, seconds):
        try:

            async def changed():
                await self._changed.acquire()
                await self._changed.wait()

            await asyncio.wait_for(changed(), seconds)
        finally:
            self._changed.release()
