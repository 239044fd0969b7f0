"""Names that are not what they seem."""

from fieldkit.names import *

import asyncio
import random
import threading

from fog import shims as aio
from fieldkit import Event as FieldEvent


def shadowed(asyncio) -> None:
    #: callee `asyncio.Event` = ?
    #: type `asyncio.Event()` = ?
    ready = asyncio.Event()
    ready.set()


def local_shadow() -> None:
    asyncio = random.choice([aio, threading])
    gate = asyncio.Lock()  #: type `asyncio.Lock()` = ?
    gate.release()


def lookalike() -> None:
    ready = aio.Event()  #: type `aio.Event()` = fog.shims.Event
    ready.set()  #: callee `ready.set` = fog.shims.Event.set
    gate = aio.Lock()
    gate.release()  #: lock `gate` = no


def field() -> None:
    ready = FieldEvent()
    ready.set()  #: type `ready` = ?
    beacon = Beacon()  #: callee `Beacon` = ?
    beacon.light()  #: type `beacon` = ?


def later_rebound(sources) -> None:
    box = asyncio.Event()
    for source in sources:
        print(box)  #: type `box` = ?
        box = source


def chosen(flag: bool, made) -> None:
    box = asyncio.Event() if flag else asyncio.Condition()
    print(box)  #: type `box` = ?
    print(box)  #: lock `box` = ?
    box = made or asyncio.Lock()
    print(box)  #: lock `box` = ?
    boxes = [asyncio.Event(), asyncio.Lock()]
    print(boxes[0])  #: type `boxes` = builtins.list
    for one in boxes:
        print(one)  #: lock `one` = ?


def by_default(event=None, lock=asyncio.Lock(), *rest, **named) -> None:
    print(event)  #: type `event` = ?
    print(lock)  #: type `lock` = ?
    print(rest, named)  #: type `named` = builtins.dict
    rest[0].go()  #: callee `rest[0].go` = ?
    named["run"]()  #: callee `named["run"]` = ?


def lookup(name: str) -> None:
    thing = globals()[name]
    thing()  #: callee `thing` = ?
    kind = getattr(aio, name)
    made = kind()  #: callee `kind` = ?
    print(made)  #: lock `made` = ?
