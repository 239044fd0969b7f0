"""Several watchers at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Callable

from watch.watcher import Watcher

if TYPE_CHECKING:
    from watch.poller import Poller


class Crew:
    """Owns watchers."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._lead: Watcher | None = None
        self._watchers: list[Watcher] = []

    #: callers = recruit_halt
    def recruit(self) -> Watcher:
        watcher = Watcher.build(self._loop)  #: @build_spare
        self._watchers.append(watcher)
        return watcher

    #: callers = none
    def halt_all(self) -> None:
        if self._lead is not None:
            self._lead.halt()  #: @optional_halt
        for watcher in self._watchers:
            watcher.halt()  #: @element_halt
        self.recruit().halt()  #: @recruit_halt

    #: callers = none
    def commands(self, watcher: Watcher) -> dict[str, Callable[[], None]]:
        return {"halt": watcher.halt}  #: @table_halt

    #: callers = none
    def rest(self, poller: Poller) -> str:
        poller.nap(1.0)  #: @typed_nap
        return Watcher.normal("/tmp/")  #: @static_class


#: callers = none
def stop_one(one: Watcher | Poller) -> None:
    one.halt()  #: @union_halt


#: callers = none
def stop_any(thing: Any) -> None:
    thing.halt()  #: @stranger_halt


#: callers = none
def stop_task(task: asyncio.Task[None], event: asyncio.Event) -> None:
    # Known classes from outside: never the project's methods.
    event.set()
    task.cancel()
