"""Connections to sinks, kept open between messages."""

import asyncio
import logging

logger = logging.getLogger(__name__)

Address = tuple[str, int]


class Link:
    """One open connection to a sink."""

    __slots__ = ("address", "_reader", "_writer")

    def __init__(
        self, address: Address, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.address = address
        self._reader = reader
        self._writer = writer

    async def request(self, line: bytes) -> bytes:
        """Send a line and read the answer."""
        self._writer.write(line)
        await self._writer.drain()
        return await self._reader.readline()

    async def close(self) -> None:
        """Close the connection."""
        self._writer.close()
        try:
            await self._writer.wait_closed()
        except Exception: pass  # noqa: E701

    def close_soon(self) -> None:
        """Close without waiting for it."""
        asyncio.get_running_loop().create_task(self.close())


class ConnectionPool:
    """At most ``limit`` links, reused per address."""

    def __init__(self, limit: int = 8, dial_timeout: float = 1.0) -> None:
        self._limit = limit
        self._dial_timeout = dial_timeout
        self._total = 0
        self._failed_dials = 0
        self._idle: dict[Address, list[Link]] = {}
        self._control: dict[Address, Link] = {}
        self._dial_locks: dict[Address, asyncio.Lock] = {}
        self._lock = asyncio.Lock()

    def start_reaper(self, interval: float = 30.0) -> None:
        """Close one idle link every now and then, in the background."""
        asyncio.create_task(self._reap_forever(interval))

    async def acquire(self, address: Address) -> Link:
        """A link to the address: an idle one, or a new one."""
        async with self._dial_lock(address):
            async with self._lock:
                if address in self._idle:
                    return self._take_idle(address)
                if self._total >= self._limit:
                    await self._evict_one_idle()
                self._total += 1
            try:
                return await self._open(address)
            except BaseException:
                self._total -= 1
                raise

    async def release(self, link: Link) -> None:
        """Put a link back for the next caller."""
        async with self._lock:
            self._idle.setdefault(link.address, []).append(link)

    def discard(self, link: Link) -> None:
        """Give up a link that is broken, or in the middle of an answer."""
        self._total -= 1
        link.close_soon()

    async def control(self, address: Address) -> Link:
        """The one long-lived link for probes of the address."""
        link = self._control.get(address)
        if link is None:
            link = await self._open(address)
            self._control[address] = link
        return link

    async def warm(self, addresses: list[Address]) -> None:
        """Open a link to each address ahead of its first message."""
        for address in addresses:
            try:
                await self.release(await self.acquire(address))
            except Exception:
                self._count_failed_dial(address)

    async def drop(self, address: Address) -> None:
        """Forget a sink that is down."""
        try:
            await self._lock.acquire()
            links = self._idle.pop(address, [])
            self._total -= len(links)
            control = self._control.pop(address, None)
        finally:
            self._lock.release()
        for link in links if control is None else [*links, control]:
            link.close_soon()

    async def close(self) -> None:
        """Close every link that is idle."""
        for links in self._idle.values():
            for link in links:
                await link.close()
        self._idle.clear()
        while self._control:
            _, link = self._control.popitem()
            await link.close()

    def _dial_lock(self, address: Address) -> asyncio.Lock:
        if address not in self._dial_locks:
            self._dial_locks[address] = asyncio.Lock()
        return self._dial_locks[address]

    def _take_idle(self, address: Address) -> Link:
        links = self._idle[address]
        link = links.pop()
        if not links:
            del self._idle[address]
        return link

    async def _evict_one_idle(self) -> bool:
        for address in self._idle:
            link = self._take_idle(address)
            self._total -= 1
            await link.close()
            return True
        return False

    async def _open(self, address: Address) -> Link:
        opening = asyncio.open_connection(*address)
        reader, writer = await asyncio.wait_for(opening, self._dial_timeout)
        return Link(address, reader, writer)

    def _count_failed_dial(self, address: Address) -> None:
        self._failed_dials += 1
        logger.warning("Cannot reach %s:%d", *address, exc_info=True)

    async def _reap_forever(self, interval: float) -> None:
        while True:
            await asyncio.sleep(interval)
            try:
                async with self._lock:
                    await self._evict_one_idle()
            except Exception:
                continue
