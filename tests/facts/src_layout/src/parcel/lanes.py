"""Lanes carry parcels to the vans."""

import asyncio
import threading
from typing import Any, Generic, NamedTuple, Optional, TypeVar

T = TypeVar("T")


class Parcel(NamedTuple):
    code: str
    landed: asyncio.Event


class Shelf(Generic[T]):
    """A place for one thing."""

    def __init__(self, thing: T) -> None:
        self._thing = thing

    def take(self) -> T:
        return self._thing


class Turnstop(asyncio.Lock):
    """A lock that can be asked about its name."""

    label = "turnstop"


class Lane:
    stock: int = 0

    def __init__(self, capacity: int, extra: Optional[Any] = None) -> None:
        self.belt: "asyncio.Queue[Parcel]" = asyncio.Queue(capacity)
        self.stop = Turnstop()
        self.meter = threading.Lock()
        self.extra = extra
        self.shelf = Shelf(asyncio.Event())
        self.side_belt = asyncio.Queue()

    async def __aenter__(self) -> "Slot":
        await self.stop.acquire()  #: type `self.stop` = parcel.lanes.Turnstop
        return Slot(self)  #: callee `Slot` = parcel.lanes.Slot

    async def __aexit__(self, *exc) -> None:
        self.stop.release()  #: lock `self.stop` = yes
        print(exc)

    def count(self) -> int:
        with self.meter:  #: type `self.meter` = threading.Lock
            return self.stock  #: lock `self.stock` = no

    def inspect(self) -> None:
        self.extra.look()  #: type `self.extra` = ?
        self.shelf.take().set()  #: type `self.shelf.take()` = asyncio.Event

    def push_aside(self, item) -> None:
        self.side_belt.put_nowait(item)  #: type `self.side_belt` = asyncio.Queue

    async def next_aside(self):
        item = await self.side_belt.get()
        item.run()  #: callee `item.run` = ?
        return item  #: type `item` = ?


class Slot:
    def __init__(self, lane: Lane) -> None:
        self.lane = lane

    async def fill(self, parcel: Parcel) -> None:
        await self.lane.belt.put(parcel)  #: type `self.lane.belt` = asyncio.Queue
        parcel.landed.set()  #: type `parcel.landed` = asyncio.Event
