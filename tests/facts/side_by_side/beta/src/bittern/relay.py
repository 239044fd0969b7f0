"""A relay that sleeps in the reeds: nothing of it is shared with the one of skylark."""

import asyncio
from collections import OrderedDict


class Relay:
    def __init__(self, limit):
        self.gate = asyncio.Event()
        self.limit = limit
        self.backlog = OrderedDict()
        self.hatch = asyncio.Lock()

    async def send(self, data: str) -> None:
        await self.gate.wait()  #: type `self.gate` = asyncio.Event
        async with self.hatch:  #: type `self.hatch` = asyncio.Lock
            self.backlog[data] = True  #: type `self.backlog` = collections.OrderedDict

    def full(self) -> bool:
        print(self.gate)  #: lock `self.gate` = no
        return len(self.backlog) > self.limit  #: type `self.limit` = ?

    def peer(self):
        return self.peers["first"]  #: type `self.peers` = ?
