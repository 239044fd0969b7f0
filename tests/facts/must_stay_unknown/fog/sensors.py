"""Sensors whose parts come from anywhere."""

import asyncio
import sys
import threading
from typing import Any

import fieldkit


class MemorySink:
    def write(self, line: str) -> None:
        print("memory", line)


class FileSink:
    def write(self, line: str) -> None:
        print("file", line)


class Sensor:
    def __init__(self, source, options: Any, fast: bool) -> None:
        self.source = source
        self.options = options
        self.driver = fieldkit.open("sensor0")
        if fast:
            self.sink = MemorySink()
            self.guard = asyncio.Lock()
            self.ready = asyncio.Event()
        else:
            self.sink = FileSink()
            self.guard = threading.Lock()
            self.ready = asyncio.Semaphore(2)

    async def read(self) -> None:
        value = await self.source.get()  #: type `self.source` = ?
        print(value)  #: type `value` = ?
        self.options.trace(value)  #: callee `self.options.trace` = ?
        #: type `self.driver` = ?
        #: type `self.driver.poll()` = ?
        print(self.driver.poll())
        fieldkit.flush()  #: callee `fieldkit.flush` = external

    def store(self, line: str) -> None:
        #: type `self.sink` = ?
        #: callee `self.sink.write` = fog.sensors.FileSink.write | fog.sensors.MemorySink.write
        self.sink.write(line)
        print(self.guard)  #: type `self.guard` = ?
        print(self.ready)  #: type `self.ready` = ?
        print(self.ready)  #: lock `self.ready` = ?

    def twin(self, other):
        return type(other)(self.source)  #: type `type(other)(self.source)` = ?

    def renew(self, other):
        #: callee `type(other)` = ?
        fresh = type(other)(self.source)
        return fresh.arm()  #: callee `fresh.arm` = ?


class Port:
    """Which lock it has depends on where it runs."""

    def __init__(self) -> None:
        if sys.platform == "win32":
            self.gate = threading.Lock()
        else:
            self.gate = asyncio.Condition()
        if sys.version_info >= (3, 11):
            self.turn = asyncio.Barrier(2)
        else:
            self.turn = asyncio.Event()
        if sys.version_info < (3, 8):
            self.line = fieldkit.Line()
        else:
            self.line = asyncio.Queue()

    async def use(self) -> None:
        print(self.gate)  #: type `self.gate` = ?
        await self.turn.wait()  #: type `self.turn` = ?
        await self.line.join()  #: type `self.line` = asyncio.Queue


class Mast:
    """The subclass brings another light."""

    def __init__(self) -> None:
        self.light = asyncio.Event()
        self.horn = asyncio.Lock()

    async def show(self) -> None:
        print(self.light)  #: type `self.light` = ?
        async with self.horn:  #: lock `self.horn` = yes
            print(self.horn)  #: type `self.horn` = ?


class TallMast(Mast):
    def __init__(self) -> None:
        super().__init__()
        self.light = asyncio.Condition()
        self.horn = asyncio.Semaphore(2)
