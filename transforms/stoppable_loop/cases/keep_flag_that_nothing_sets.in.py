import asyncio


class Worker:
    def __init__(self):
        self._stopped = False

    async def work(self):
        while True:
            await asyncio.sleep(1)
            if self._stopped:
                return


class Reset:
    def __init__(self):
        self._stopped = False

    def start(self):
        self._stopped = False

    async def work(self):
        while True:
            await asyncio.sleep(1)
            if self._stopped:
                return
