import asyncio

from links import Link


class Poller:
    def __init__(self, link: Link):
        self._polling = False
        self._link = link

    async def poll(self):
        self._polling = True
        try:
            await self._link.fetch()
        finally:
            self._polling = False
