import asyncio


class Link:
    def __init__(self):
        self._closing = False
        self._task = None

    def start(self):
        self._task = asyncio.create_task(self._read())

    async def close(self):
        self._closing = True

    async def _read(self):
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                if self._closing:
                    raise
