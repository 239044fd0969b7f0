"""Leases: who works on which message, and until when."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from relay.journal import Journal, Notice
from relay.protocol import Message


@dataclass(slots=True)
class Lease:
    """The right of one worker to deliver one message."""

    message: Message
    owner: str
    expires_at: float


class LeaseTable:
    """Leases that run out unless they are renewed or released."""

    def __init__(self, ttl: float, journal: Journal) -> None:
        self.on_expired: Callable[[Lease], Awaitable[None]] | None = None
        self._ttl = ttl
        self._journal = journal
        self._node = "leases"
        self._leases: dict[str, Lease] = {}
        self._table_lock = asyncio.Lock()
        self._expiry_lock = asyncio.Lock()
        self._running = False
        self._sweeper: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to sweep."""
        self._running = True
        self._sweeper = asyncio.create_task(self._sweep(), name="lease-sweeper")

    async def stop(self) -> None:
        """End the sweep."""
        self._running = False
        with contextlib.suppress(Exception):
            await self._journal.log(Notice(f"{len(self._leases)} leases left", self._node))

    async def acquire(self, message: Message, owner: str) -> Lease | None:
        """A lease on the message, or None while somebody else has one."""
        async with self._table_lock:
            now = time.monotonic()
            current = self._leases.get(message.id)
            if current is not None and current.expires_at > now:
                return None
            lease = Lease(message, owner, now + self._ttl)
            self._leases[message.id] = lease
            return lease

    async def renew(self, lease: Lease) -> bool:
        """Extend a lease; whether it was still held."""
        await self._table_lock.acquire()
        held = self._leases.get(lease.message.id) is lease
        if held:
            lease.expires_at = time.monotonic() + self._ttl
            await self._journal.log(Notice(f"renewed {lease.message.id}", self._node))
        self._table_lock.release()
        return held

    async def transfer(self, lease: Lease, owner: str) -> None:
        """Pass a lease on to another worker, with its full time."""
        async with self._table_lock:
            lease.owner = owner
            await self._restart_clock(lease)

    async def release(self, lease: Lease) -> None:
        """Give a lease back."""
        async with self._table_lock:
            self._leases.pop(lease.message.id, None)
            await self._journal.log(Notice(f"released {lease.message.id}", self._node))

    async def expire(self) -> int:
        """Drop the leases that have run out and report them; how many there were."""
        async with self._expiry_lock:
            expired = await self._take_expired()
            for lease in expired:
                if self.on_expired is not None:
                    await self.on_expired(lease)
        return len(expired)

    async def _take_expired(self) -> list[Lease]:
        async with self._table_lock:
            now = time.monotonic()
            expired = [lease for lease in self._leases.values() if lease.expires_at <= now]
            for lease in expired:
                del self._leases[lease.message.id]
            return expired

    async def _restart_clock(self, lease: Lease) -> None:
        async with self._expiry_lock:
            lease.expires_at = time.monotonic() + self._ttl

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(self._ttl / 4)
            try:
                await self.expire()
            except Exception as error:
                await self._journal.log(Notice(f"sweep failed: {error!r}", self._node))

    async def settled(self, limit: float) -> bool:
        """Wait until no lease is held, at most ``limit`` seconds; whether that came."""
        deadline = time.monotonic() + limit
        while True:
            if not self._leases:
                return True
            if time.monotonic() >= deadline:
                return False
            await asyncio.sleep(0.05)
