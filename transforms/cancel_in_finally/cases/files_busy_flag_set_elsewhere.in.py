import asyncio

from links import Link


class Poller:
    def __init__(self, link: Link):
        self._polling = False
        self._link = link

    async def poll(self):
        self._polling = True
        await self._link.fetch()
        self._polling = False
