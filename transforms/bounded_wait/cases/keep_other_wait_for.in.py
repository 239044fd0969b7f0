import asyncio

from .timing import wait_for


class Gate:
    def __init__(self):
        self._open = asyncio.Event()

    async def enter(self, options):
        # the project's own, whatever it does
        await wait_for(self._open.wait(), timeout=None)
        await asyncio.wait_for(self._open.wait(), **options)
        await asyncio.shield(self._open.wait())
        await asyncio.gather(self._open.wait(), asyncio.sleep(1))
        task = asyncio.create_task(self._open.wait())
        await task
        waits = self._open.wait
        await waits()
