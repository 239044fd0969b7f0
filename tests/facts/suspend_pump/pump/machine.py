"""The pump: moves things from a queue through a valve."""

from __future__ import annotations

import asyncio
import threading
from typing import AsyncIterator, Iterator

from pump.valve import Valve, count_down, settle, settle_maybe, settle_twice


class Pump:
    """Has a state that must not change unseen."""

    def __init__(self, valve: Valve, queue: asyncio.Queue[bytes], reader: asyncio.StreamReader) -> None:
        self._valve = valve
        self._queue = queue
        self._reader = reader
        self._lock = asyncio.Lock()
        self._table_lock = threading.Lock()
        self._go = asyncio.Event()
        self._state = "new"
        self._moved = 0
        self._tasks: list[asyncio.Task[None]] = []

    async def straight(self) -> None:
        state = self._state  #: @straight_read
        #: suspends from straight_read = no
        self._state = "checked"
        self._queue.put_nowait(b"")
        print(state)
        #: suspends from straight_read = no
        self._state = "sending"  #: @straight_set
        await self._queue.put(b"x")
        #: suspends from straight_set = yes
        self._state = "sent"  #: @straight_sent
        await asyncio.sleep(0)
        #: suspends from straight_sent = yes
        self._state = "idle"
        #: suspends from straight_read = yes
        print(self._state)

    async def in_statements(self) -> None:
        # The await belongs to the labelled statement: it is over when that ends.
        data = await self._queue.get()  #: @in_get
        #: suspends from in_get = no
        self._moved += len(data)  #: @in_moved
        # And here it has not begun yet.
        #: suspends from in_moved = no
        await self._go.wait()
        #: suspends from in_moved = yes
        self._moved += 1
        total = self._moved  #: @in_total
        print(await self._reader.read(total))
        #: suspends from in_total = yes
        self._moved = total

    async def branches(self, slow: bool) -> None:
        seen = self._moved  #: @branch_seen
        if slow:
            await asyncio.sleep(1)
            #: suspends from branch_seen = yes
            print("slow")
        else:
            #: suspends from branch_seen = no
            print("fast")
        #: suspends from branch_seen = yes
        self._moved = seen + 1

    async def leaves(self, full: bool) -> None:
        seen = self._moved  #: @leave_seen
        if full:
            await asyncio.sleep(1)
            return
        #: suspends from leave_seen = no
        self._moved = seen + 1  #: @leave_moved
        if self._moved > 9:
            await self._go.wait()
            raise OverflowError(seen)
        #: suspends from leave_moved = no
        self._moved = 0

    async def rounds(self) -> None:
        while self._state != "stopped":
            # From the end of the last round straight to the next.
            #: suspends from round_end = no
            self._state = "busy"  #: @round_start
            await self._go.wait()
            #: suspends from round_start = yes
            self._state = "idle"  #: @round_end
        #: suspends from round_end = no
        self._state = "over"

    async def late_rounds(self, parts: list[bytes]) -> None:
        for part in parts:
            #: suspends from late_end = yes
            self._moved += len(part)  #: @late_start
            #: suspends from late_start = no
            self._state = "part"  #: @late_end
            await asyncio.sleep(0)
        #: suspends from late_end = yes
        self._state = "parts done"

    async def skipping(self, parts: list[bytes]) -> None:
        for part in parts:
            size = len(part)  #: @skip_size
            if not size:
                await asyncio.sleep(0)
                continue
            #: suspends from skip_size = no
            self._moved += size

    async def latent(self) -> None:
        self._state = "a"  #: @latent_a
        await settle()
        #: suspends from latent_a = latent
        self._state = "b"  #: @latent_b
        await settle_twice()
        #: suspends from latent_b = latent
        self._state = "c"  #: @latent_c
        if self._moved:
            await self._valve.reset()
        #: suspends from latent_c = latent
        self._state = "d"  #: @latent_d
        await count_down(3)
        #: suspends from latent_d = latent
        self._state = "e"  #: @latent_e
        await settle_maybe(self._moved > 1)
        #: suspends from latent_e = yes
        self._state = "f"  #: @latent_f
        await settle()
        await self._valve.turn(1)
        #: suspends from latent_f = yes
        self._state = "g"

    async def further(self) -> None:
        self._state = "a"  #: @further_a
        await self._valve.turn_twice(2)
        #: suspends from further_a = yes
        self._state = "b"  #: @further_b
        await self._valve.turn_locked(2)
        #: suspends from further_b = yes
        self._state = "c"  #: @further_c
        # A task of its own: the loop must run for it, whatever it does.
        await asyncio.create_task(settle())
        #: suspends from further_c = yes
        self._state = "d"  #: @further_d
        await asyncio.gather(settle(), settle())
        #: suspends from further_d = yes
        self._state = "e"

    async def not_awaited(self) -> None:
        self._state = "a"  #: @started_a
        self._tasks.append(asyncio.create_task(self._valve.turn(3)))
        #: suspends from started_a = no
        self._state = "b"  #: @started_b

        async def pause() -> None:
            await asyncio.sleep(1)

        #: suspends from started_b = no
        self._state = "c"  #: @started_c
        waiting = pause()
        #: suspends from started_c = no
        self._state = "d"
        await waiting

    async def unknown(self, thing, other) -> None:
        self._state = "a"  #: @unknown_a
        thing.run()
        #: suspends from unknown_a = no
        self._state = "b"  #: @unknown_b
        await thing.run()
        #: suspends from unknown_b = yes
        self._state = "c"  #: @unknown_c
        await other
        #: suspends from unknown_c = yes
        self._state = "d"

    async def managers(self, session) -> None:
        self._state = "a"  #: @manager_a
        async with self._lock:
            #: suspends from manager_a = yes
            self._state = "b"  #: @manager_b
            #: suspends from manager_b = no
            print(self._state)
        self._state = "c"  #: @manager_c
        with self._table_lock:
            #: suspends from manager_c = no
            self._state = "d"
        #: suspends from manager_c = no
        self._state = "e"
        async with session.get("http://localhost") as response:
            self._state = str(response)  #: @manager_in
        # Leaving may wait, too.
        #: suspends from manager_in = yes
        self._state = "f"  #: @manager_f
        await self._lock.acquire()
        #: suspends from manager_f = yes
        self._state = "g"  #: @manager_g
        self._lock.release()
        #: suspends from manager_g = no
        self._state = "h"

    async def streams(self) -> None:
        self._state = "a"  #: @stream_a
        async for line in self._reader:
            #: suspends from stream_a = yes
            self._moved += len(line)  #: @stream_moved
            #: suspends from stream_moved = no
            self._state = "line"  #: @stream_line
        #: suspends from stream_line = yes
        self._state = "b"  #: @stream_b
        lines = [line async for line in self._reader]
        #: suspends from stream_b = yes
        self._state = "c"  #: @stream_c
        sizes = [await self._reader.read(len(line)) for line in lines]
        #: suspends from stream_c = yes
        self._state = "d"  #: @stream_d
        # Nobody has asked for its first item yet.
        lazy = (line async for line in self._reader)
        #: suspends from stream_d = no
        self._state = f"{len(sizes)} {lazy}"

    async def parts(self) -> AsyncIterator[bytes]:
        self._state = "a"  #: @parts_a
        yield b"first"
        # Whoever takes the item may wait before the next.
        #: suspends from parts_a = yes
        self._state = "b"  #: @parts_b
        for number in range(3):
            #: suspends from parts_b = yes
            self._moved += number
            yield bytes(number)
        self._state = "c"  #: @parts_c
        #: suspends from parts_c = no
        yield b"last"

    async def failures(self) -> None:
        self._state = "sending"  #: @fail_sending
        try:
            self._moved += 1  #: @fail_moved
            await self._reader.readexactly(8)
        except asyncio.IncompleteReadError:
            #: suspends from fail_sending = yes
            self._state = "failed"  #: @fail_failed
        else:
            #: suspends from fail_moved = yes
            self._state = "sent"  #: @fail_sent
        finally:
            #: suspends from fail_failed = no
            self._moved -= 1
        #: suspends from fail_sent = no
        self._state = "idle"  #: @fail_idle
        try:
            self._queue.put_nowait(b"y")
        except asyncio.QueueFull:
            #: suspends from fail_idle = no
            self._state = "full"
            await asyncio.sleep(1)
        #: suspends from fail_idle = yes
        self._state = "over"

    def names(self) -> Iterator[str]:
        # Not async: only its caller can run in between.
        self._moved += 1  #: @names_up
        sorted(self._state)
        #: suspends from names_up = no
        self._moved -= 1
        return iter(self._state)
