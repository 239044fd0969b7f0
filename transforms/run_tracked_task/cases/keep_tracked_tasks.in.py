import asyncio


class Hub:
    def __init__(self):
        self._pending = set()

    def start(self):
        task = asyncio.create_task(run())
        self._pending.add(task)
        task.add_done_callback(self._pending.discard)

    def start_other_order(self):
        task = asyncio.create_task(run())
        task.add_done_callback(self._pending.discard)
        self._pending.add(task)


async def run():
    pass
