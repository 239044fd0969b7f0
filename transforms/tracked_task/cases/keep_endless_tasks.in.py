import asyncio


class Clock:
    def __init__(self):
        self._loops = set()
        self._ended = set()
        self._open = True

    def watch(self, hand):
        task = asyncio.create_task(self._watch(hand))
        self._loops.add(task)
        task.add_done_callback(self._loops.discard)

    def tick(self):
        task = asyncio.create_task(self._tick())
        self._ended.add(task)
        task.add_done_callback(self._ended.discard)

    def chime(self):
        task = asyncio.create_task(self._chime())
        self._loops.add(task)
        task.add_done_callback(self._loops.discard)

    async def stop(self):
        self._open = False
        for task in self._ended:
            task.cancel()

    async def _watch(self, hand):
        while True:
            await asyncio.sleep(1)
            hand.move()

    async def _tick(self):
        while True:
            await asyncio.sleep(1)

    async def _chime(self):
        while True:
            await asyncio.sleep(1)
            if not self._open:
                return
