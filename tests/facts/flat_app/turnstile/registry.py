"""The registry hands out gates, signals and the work on them."""

import asyncio as aio
from asyncio import Event as Signal
from contextlib import asynccontextmanager
from typing import AsyncIterator, Callable, Dict, Tuple

from . import Gate, StationGate, State
from .gates import WideGate

Gates = Dict[str, Gate]


def punch(gate: Gate) -> None:
    gate.open()  #: type `gate` = turnstile.gates.Gate


def reject(gate: Gate) -> None:
    gate.raise_alarm()


class Registry:
    def __init__(self, state: State) -> None:
        self._state = state
        self._gates: Gates = {}
        self._woken = Signal()  #: type `Signal()` = asyncio.Event
        self._turn = aio.Condition()  #: type `self._turn` = asyncio.Condition
        self._tasks: set[aio.Task[None]] = set()

    @classmethod
    def empty(cls) -> "Registry":
        #: callee `cls` = turnstile.registry.Registry
        #: callee `State` = turnstile.state.State
        return cls(State())

    @asynccontextmanager
    async def lease(self, name: str) -> AsyncIterator[Gate]:
        gate = StationGate(name)  #: callee `StationGate` = turnstile.gates.Gate
        self._gates[name] = gate
        try:
            yield gate  #: type `gate` = turnstile.gates.Gate
        finally:
            self._gates.pop(name, None)

    async def wait_for(self, key: str) -> None:
        #: type `self._state` = turnstile.state.State
        #: type `self._state._events` = builtins.dict
        #: type `self._state._events[key]` = asyncio.Event
        signal = self._state._events[key]
        await signal.wait()  #: type `signal` = asyncio.Event

    async def notify(self, name: str) -> None:
        if (gate := self._gates.get(name)) is not None:
            punch(gate)  #: type `gate` = turnstile.gates.Gate
        async with self._turn:  #: lock `self._turn` = yes
            self._turn.notify_all()
        self._woken.set()  #: type `self._woken` = asyncio.Event

    def waiting(self) -> list[str]:
        #: type `event` = asyncio.Event
        return [name for name, event in self._state._events.items() if not event.is_set()]

    def first(self) -> Gate:
        return self._state.order[0]  #: type `self._state.order[0]` = turnstile.gates.Gate

    def pair(self) -> Tuple[Gate, Signal]:
        return self.first(), self._woken

    def open_pair(self) -> None:
        gate, woken = self.pair()  #: callee `self.pair` = turnstile.registry.Registry.pair
        gate.open()  #: type `gate` = turnstile.gates.Gate
        woken.set()  #: type `woken` = asyncio.Event
        opener = self.first().open  #: type `self.first()` = turnstile.gates.Gate
        opener()  #: callee `opener` = turnstile.gates.Gate.open

    def handle(self, gate: Gate, honest: bool) -> None:
        action = punch if honest else reject
        action(gate)  #: callee `action` = turnstile.registry.punch | turnstile.registry.reject
        alias = gate
        alias.line.task_done()  #: type `alias.line` = asyncio.Queue

    def every(self, action: Callable[[Gate], None]) -> None:
        for gate in self._gates.values():
            action(gate)  #: callee `action` = ?
            gate.jam()  #: callee `gate.jam` = turnstile.gates.Gate.jam | turnstile.gates.WideGate.jam

    def widen(self, name: str) -> None:
        wide = WideGate(name)
        self._gates[name] = wide
        wide.jam()  #: callee `wide.jam` = turnstile.gates.WideGate.jam
        job = aio.create_task(wide.swing())  #: callee `wide.swing` = turnstile.gates.WideGate.swing
        self._tasks.add(job)  #: type `job` = asyncio.Task
        job.add_done_callback(self._tasks.discard)  #: type `self._tasks` = builtins.set

    def by_name(self, name: str, kind: str) -> None:
        getattr(self, "on_" + kind)(name)  #: callee `getattr(self, "on_" + kind)` = ?
        entries = vars(self)
        entries[kind].set()  #: type `entries[kind]` = ?


def open_registry() -> "Registry":
    def fresh() -> Registry:
        return Registry.empty()  #: callee `Registry.empty` = turnstile.registry.Registry.empty

    return fresh()  #: callee `fresh` = turnstile.registry.open_registry.fresh
