"""A relay that sends readings up to the hub."""

import asyncio
from typing import Self


class Lock:
    """Closes a hatch; has nothing to do with tasks."""

    def turn(self) -> None:
        print("click")


class Relay:
    def __init__(self) -> None:
        self.gate = asyncio.Semaphore(3)
        self.hatch = Lock()
        self.backlog: list[bytes] = []
        self.peers: dict[str, "Relay"] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        self.backlog.clear()  #: type `self.backlog` = builtins.list

    async def send(self, data: bytes) -> None:
        async with self.gate:  #: type `self.gate` = asyncio.Semaphore
            self.backlog.append(data)
        self.hatch.turn()  #: type `self.hatch` = skylark.relay.Lock

    def describe(self) -> None:
        print(self.hatch)  #: lock `self.hatch` = no

    async def fan_out(self, data: bytes) -> None:
        async with asyncio.TaskGroup() as group:
            for peer in self.peers.values():
                #: type `group` = asyncio.TaskGroup
                #: callee `peer.send` = skylark.relay.Relay.send
                group.create_task(peer.send(data))


def connect() -> Relay:
    return Relay()  #: callee `Relay` = skylark.relay.Relay
