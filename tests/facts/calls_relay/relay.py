"""Forwards what arrives at one link to another."""

from __future__ import annotations

import asyncio
import threading
from typing import Awaitable, Iterator

from link import Link


class Relay:
    """Two links and what lies between them."""

    def __init__(self, link: Link, loop: asyncio.AbstractEventLoop) -> None:
        self._link = link
        self._loop = loop
        self._lock = asyncio.Lock()
        self._table_lock = threading.Lock()
        self._running = True
        self._tasks: list[asyncio.Task[None]] = []

    async def run(self) -> None:
        #: context `self._link.open()` = awaited
        await self._link.open()
        try:
            #: context `self._note("up")` = called, try
            self._note("up")
            while self._running:
                #: context `self._forward()` = awaited, loop, try
                await self._forward()
        except ConnectionError:
            #: context `self._link.reopen()` = awaited
            await self._link.reopen()
        else:
            #: context `self._note("done")` = called
            self._note("done")
        finally:
            #: context `self._link.close()` = awaited, finally
            await self._link.close()

    def start(self) -> None:
        #: context `self.run()` = spawned
        task = asyncio.create_task(self.run())
        self._tasks.append(task)
        #: context `self._beat()` = spawned
        self._tasks.append(asyncio.ensure_future(self._beat()))
        #: context `self._forward()` = spawned
        self._tasks.append(self._loop.create_task(self._forward()))

    def start_from_thread(self) -> None:
        #: context `self._beat()` = spawned
        asyncio.run_coroutine_threadsafe(self._beat(), self._loop)

    async def burst(self, count: int) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(count):
                #: context `self._forward()` = spawned, loop
                group.create_task(self._forward())

    async def together(self) -> None:
        #: context `self._beat()` = awaited
        #: context `self._forward()` = awaited
        await asyncio.gather(self._beat(), self._forward())
        try:
            #: context `self._forward()` = awaited, try
            results = await asyncio.gather(self._forward(), return_exceptions=True)
        except OSError:
            results = []
        #: context `self._note(str(results))` = called
        self._note(str(results))

    async def limited(self) -> None:
        #: context `self._forward()` = awaited, timeout
        await asyncio.wait_for(self._forward(), 2)
        #: context `self._beat()` = awaited, timeout
        await asyncio.wait_for(self._beat(), timeout=2)
        # Without a limit.
        #: context `self._forward()` = awaited
        await asyncio.wait_for(self._forward(), None)
        #: context `self._beat()` = awaited
        await asyncio.wait_for(self._beat(), timeout=None)
        async with asyncio.timeout(5):
            #: context `self._forward()` = awaited, timeout
            await self._forward()
            #: context `self._note("in time")` = called, timeout
            self._note("in time")
        #: context `self._beat()` = awaited
        await self._beat()
        async with asyncio.timeout(None):
            #: context `self._beat()` = awaited
            await self._beat()

    async def exclusive(self) -> None:
        async with self._lock:
            #: context `self._forward()` = awaited, lock
            await self._forward()
            for _ in range(3):
                try:
                    #: context `self._beat()` = awaited, loop, try, lock
                    await self._beat()
                except OSError:
                    #: context `self._note("lost")` = called, loop, lock
                    self._note("lost")
        #: context `self._forward()` = awaited
        await self._forward()
        with self._table_lock:
            #: context `self._note("table")` = called, lock
            self._note("table")
        with open("relay.txt") as file:
            #: context `self._note(file.read())` = called
            self._note(file.read())

    async def later(self) -> None:
        for name in ("one", "two"):
            try:
                # Runs when it is called, not here.
                def announce() -> None:
                    #: context `self._note(name)` = called
                    self._note(name)

                #: context `announce()` = called, loop, try
                announce()
            except ValueError:
                break
        async with self._lock:
            async def closing() -> None:
                #: context `self._beat()` = awaited
                await self._beat()

            #: context `closing()` = awaited, lock
            await closing()

    async def orderly(self) -> None:
        # No handlers: nothing is caught here.
        try:
            #: context `self._forward()` = awaited
            await self._forward()
        finally:
            #: context `self._note("left")` = called, finally
            self._note("left")
        # Asked for once, before the loop.
        #: context `self._names()` = called
        for name in self._names():
            #: context `self._note(name)` = called, loop
            self._note(name)
        else:
            #: context `self._note("all")` = called
            self._note("all")
        async for line in self._link.lines():
            try:
                #: context `self._note(line)` = called, loop
                self._note(line)
            finally:
                #: context `self._beat()` = awaited, loop, finally
                await self._beat()

    def promise(self) -> Awaitable[None]:
        #: context `self._forward()` = called
        waiting = self._forward()
        waiting.close()
        #: context `self._beat()` = called
        return self._beat()

    def _names(self) -> Iterator[str]:
        yield from ("left", "right")

    def _note(self, text: str) -> None:
        print(text)

    async def _forward(self) -> None:
        await asyncio.sleep(0.1)

    async def _beat(self) -> None:
        await asyncio.sleep(1)
