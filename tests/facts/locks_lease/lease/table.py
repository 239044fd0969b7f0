"""Who has which lease."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict

from lease import gates
from lease.gates import READ_GATE, REGISTRY_GUARD, Ticket, WRITE_GATE, announced


class LeaseTable:
    """Leases by key."""

    lock_name = "leases"

    def __init__(self, clock_lock, limit: int) -> None:
        self._lock = asyncio.Lock()
        self._order: asyncio.Lock = asyncio.Lock()
        self._thread_lock = threading.Lock()
        self._slots = asyncio.BoundedSemaphore(limit)
        self._changed = asyncio.Condition()
        self._clock_lock = clock_lock
        self._locks: dict[str, asyncio.Lock] = {}
        self._gates = defaultdict(asyncio.Semaphore)
        self._ready = asyncio.Event()
        self._owners: dict[str, str] = {}
        self._blocked: list[str] = []
        self._lock_count = 0

    def _lock_for(self, key: str) -> asyncio.Lock:
        #: lock `self._locks` = no
        if key not in self._locks:
            #: lock `self._locks[key]` = yes
            self._locks[key] = asyncio.Lock()
        return self._locks[key]

    def _owner_lock(self, key):
        return self._owners[key]

    def _tell(self) -> None:
        pass

    # ---- what is a lock

    def inspect(self, key: str, lock, given: threading.Lock, either: asyncio.Lock | asyncio.Event) -> None:
        #: lock `self._lock` = yes
        print(self._lock)
        #: lock `self._order` = yes
        print(self._order)
        #: lock `self._thread_lock` = yes
        print(self._thread_lock)
        #: lock `self._slots` = yes
        print(self._slots)
        #: lock `self._changed` = yes
        print(self._changed)
        #: lock `self._lock_for(key)` = yes
        print(self._lock_for(key))
        #: lock `self._gates[key]` = yes
        print(self._gates[key])
        #: lock `given` = yes
        print(given)
        #: lock `gates.REGISTRY_GUARD` = yes
        print(gates.REGISTRY_GUARD)
        #: lock `READ_GATE` = yes
        print(READ_GATE)
        # Whoever made the table passed it.
        #: lock `self._clock_lock` = ?
        print(self._clock_lock)
        #: lock `lock` = ?
        print(lock)
        #: lock `either` = ?
        print(either)
        #: lock `self.lock_name` = no
        print(self.lock_name)
        #: lock `self._ready` = no
        print(self._ready)
        #: lock `self._blocked` = no
        print(self._blocked)
        #: lock `self._lock_count` = no
        print(self._lock_count)
        #: lock `self._lock.locked()` = no
        print(self._lock.locked())
        #: lock `self._owner_lock(key)` = no
        print(self._owner_lock(key))
        #: lock `Ticket()` = no
        print(Ticket())

    # ---- what is held

    async def take(self, key: str, owner: str) -> None:
        #: held = none
        print("take", key)
        async with self._lock:
            #: held = self._lock
            self._owners[key] = owner
            async with self._order:
                #: held = self._lock, self._order
                self._blocked.append(key)
            #: held = self._lock
            print("taken", key)
        #: held = none
        self._ready.set()

    async def take_both(self, key: str) -> None:
        async with self._order, self._lock:
            #: held = self._order, self._lock
            self._owners.pop(key, None)
        with self._thread_lock:
            #: held = self._thread_lock
            self._lock_count += 1

    async def keyed(self, key: str) -> None:
        async with self._lock_for(key):
            #: held = self._lock_for(key)
            self._owners[key] = "me"
        async with self._locks[key]:
            #: held = self._locks[key]
            self._owners[key] = "you"

    async def counted(self, key: str) -> None:
        async with self._slots:
            #: held = self._slots
            self._blocked.append(key)
        async with self._changed:
            while not self._blocked:
                await self._changed.wait()
            #: held = self._changed
            self._blocked.remove(key)
            #: held = self._changed
            self._changed.notify_all()

    async def by_hand(self, key: str) -> None:
        #: held = none
        await self._lock.acquire()
        #: held = self._lock
        self._owners[key] = "hand"
        #: held = self._lock
        self._lock.release()
        #: held = none
        self._tell()

    async def by_hand_safely(self, key: str) -> None:
        await self._lock.acquire()
        try:
            #: held = self._lock
            self._owners[key] = "safe"
        except KeyError:
            #: held = self._lock
            print("no such key")
        finally:
            #: held = self._lock
            self._lock.release()
        #: held = none
        self._tell()

    async def patient(self, key: str) -> None:
        # A timeout raises, so behind it the lock is held.
        await asyncio.wait_for(self._lock.acquire(), 1)
        #: held = self._lock
        self._owners[key] = "patient"
        self._lock.release()

    async def perhaps(self, key: str, careful: bool) -> None:
        if careful:
            await self._lock.acquire()
            #: held = self._lock
            self._tell()
        #: held = none
        self._owners[key] = "perhaps"
        if careful:
            self._lock.release()
        got = self._thread_lock.acquire(blocking=False)
        #: held = none
        print("got it" if got else "did not")
        if got:
            self._thread_lock.release()

    async def handed_over(self, key: str) -> None:
        # The helper acquires, not this function.
        await self._grab()
        #: held = none
        self._owners[key] = "handed"

    async def _grab(self) -> None:
        await self._order.acquire()
        #: held = self._order
        self._tell()

    async def _drop_one(self, key: str) -> None:
        #: held = none
        self._owners.pop(key, None)

    async def apart(self, key: str) -> None:
        async with self._lock:
            def note() -> None:
                #: held = none
                self._owners[key] = "noted"

            async def later() -> None:
                #: held = none
                await asyncio.sleep(1)
                async with self._order:
                    #: held = self._order
                    note()

            #: held = self._lock
            task = asyncio.create_task(later())
            task.add_done_callback(lambda done: note())
            other = asyncio.create_task(self._drop_one(key))
        #: held = none
        await asyncio.wait([task, other])

    async def not_locks(self, key: str, anything) -> None:
        async with asyncio.timeout(1):
            #: held = none
            self._tell()
        async with Ticket():
            #: held = none
            self._tell()
        async with announced(key):
            #: held = none
            self._tell()
        async with asyncio.TaskGroup() as group:
            #: held = none
            group.create_task(self._drop_one(key))
        async with asyncio.timeout(1), self._lock:
            #: held = self._lock
            self._tell()
        async with anything:
            #: held = none
            self._tell()

    async def shared(self, key: str) -> None:
        async with WRITE_GATE:
            #: held = WRITE_GATE
            self._owners[key] = "shared"
            with REGISTRY_GUARD:
                #: held = WRITE_GATE, REGISTRY_GUARD
                self._tell()
        async with gates.READ_GATE:
            #: held = gates.READ_GATE
            self._tell()
        private = asyncio.Lock()
        async with private:
            #: held = private
            self._tell()

    async def around(self, keys: list[str]) -> None:
        for key in keys:
            #: held = none
            self._tell()
            async with self._lock:
                if key in self._owners:
                    #: held = self._lock
                    continue
                try:
                    #: held = self._lock
                    self._owners[key] = "loop"
                except KeyError:
                    #: held = self._lock
                    return
        #: held = none
        self._tell()
