"""The hub of bittern talks to both kinds of relays."""

import asyncio

import skylark
from skylark import relay as upstream
from skylark.relay import Relay as FarRelay

from .relay import Relay


class Hub:
    def __init__(self, near: Relay, far: FarRelay) -> None:
        self.near = near
        self.far = far
        self.uplink: skylark.Relay | None = None
        self.current = near
        self.pending: set[asyncio.Task[None]] = set()

    async def speak(self, words: str) -> None:
        await self.near.send(words)  #: callee `self.near.send` = bittern.relay.Relay.send
        await self.far.send(words.encode())  #: callee `self.far.send` = skylark.relay.Relay.send
        self.near.gate.set()  #: type `self.near.gate` = asyncio.Event
        async with self.far.gate:  #: type `self.far.gate` = asyncio.Semaphore
            self.far.hatch.turn()  #: callee `self.far.hatch.turn` = skylark.relay.Lock.turn

    def swap(self, far: bool) -> None:
        self.current = self.far if far else self.near

    async def pass_on(self, data) -> None:
        #: type `self.current` = ?
        #: callee `self.current.send` = bittern.relay.Relay.send | skylark.relay.Relay.send
        await self.current.send(data)
        async with self.current.hatch:  #: lock `self.current.hatch` = ?
            print(self.current.gate)  #: type `self.current.gate` = ?

    async def link(self) -> None:
        self.uplink = skylark.connect()  #: callee `skylark.connect` = skylark.relay.connect
        async with upstream.Relay() as relay:  #: callee `upstream.Relay` = skylark.relay.Relay
            await relay.send(b"hello")  #: callee `relay.send` = skylark.relay.Relay.send
            relay.backlog.pop()  #: type `relay` = skylark.relay.Relay

    async def unlink(self) -> None:
        uplink, self.uplink = self.uplink, None
        if uplink:  #: type `uplink` = skylark.relay.Relay | None
            await uplink.fan_out(b"bye")  #: callee `uplink.fan_out` = skylark.relay.Relay.fan_out

    async def choose(self, relay: Relay | FarRelay) -> None:
        print(relay)  #: type `relay` = ?
        if isinstance(relay, FarRelay):
            await relay.send(b"far")  #: callee `relay.send` = skylark.relay.Relay.send
            return
        await relay.send("near")  #: callee `relay.send` = bittern.relay.Relay.send

    async def any_relay(self, Relay, options) -> None:
        relay = Relay(options)  #: callee `Relay` = ?
        await relay.send(b"x")  #: callee `relay.send` = ?
        task = asyncio.create_task(relay.close())  #: callee `relay.close` = ?
        self.pending.add(task)  #: type `self.pending` = builtins.set


def make(relays: dict[str, Relay], wanted: list[str]) -> Hub:
    chosen = [relays[name] for name in wanted]  #: type `relays[name]` = bittern.relay.Relay
    hub = Hub(chosen[0], skylark.Relay())  #: type `chosen[0]` = bittern.relay.Relay
    hub.far.backlog.append(b"")  #: type `hub.far.backlog` = builtins.list
    return hub
