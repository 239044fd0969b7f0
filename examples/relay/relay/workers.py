"""Workers: take messages from a queue and hand each to the sink of its topic."""

from __future__ import annotations

import asyncio
import logging
import time

from relay.breaker import CircuitBreaker
from relay.config import RelayConfig
from relay.hub import Event, Hub
from relay.leases import Lease, LeaseTable
from relay.metrics import MetricsHistory
from relay.pool import Address, ConnectionPool
from relay.protocol import Message, encode
from relay.runner import TaskRunner

logger = logging.getLogger(__name__)


class WorkerPool:
    """A few workers on one queue, and everything that they share."""

    def __init__(
        self,
        config: RelayConfig,
        hub: Hub,
        leases: LeaseTable,
        pool: ConnectionPool,
        metrics: MetricsHistory,
        runner: TaskRunner | None = None,
    ) -> None:
        self._config = config
        self._hub = hub
        self._leases = leases
        self._pool = pool
        self._metrics = metrics
        self._runner = runner
        self._queue: asyncio.Queue[Message] = asyncio.Queue(config.queue_size)
        self._routes: dict[str, Address] = {}
        self._breakers: dict[Address, CircuitBreaker] = {}
        self._tried_by: dict[str, set[str]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._first_seen: dict[str, float] = {}
        self._returning: set[asyncio.Task[None]] = set()
        self._resumed = asyncio.Event()
        self.state = "new"
        leases.on_expired = self.requeue

    def start(self) -> None:
        """Start the workers."""
        for number in range(self._config.workers):
            self._tasks.append(asyncio.create_task(self._work(f"worker-{number}")))
        self.state = "running"
        announcement = asyncio.create_task(self._hub.emit(Event("relay.workers", "started")))
        announcement.add_done_callback(self._on_announced)

    async def stop(self) -> None:
        """Cancel the workers and tell everyone."""
        self.state = "stopping"
        for task in self._tasks:
            task.cancel()
        await self._hub.emit(Event("relay.workers", "stopped"))
        self._tasks.clear()
        self.state = "stopped"

    async def join(self) -> None:
        """Wait until no worker is left."""
        for task in tuple(self._tasks):
            try:
                await task
            except asyncio.CancelledError:
                pass

    async def submit(self, message: Message) -> None:
        """Queue a message; waits while the queue is full."""
        if message.topic not in self._first_seen:
            self._first_seen[message.topic] = time.time()
            logger.info("First message on %s", message.topic)
        self._metrics.arrived(len(message.body))
        await self._queue.put(message)

    async def requeue(self, lease: Lease) -> None:
        """Queue the message of a lease that has run out once more."""
        await self._queue.put(lease.message)

    async def reroute(self, routes: dict[str, Address]) -> None:
        """Hold the workers, warm up the new sinks, then go on with the new routes."""
        self._resumed.clear()
        await self._pool.warm(list(routes.values()))
        self._routes = dict(routes)
        self._resumed.set()

    async def _work(self, name: str) -> None:
        await self._hub.wait_ready()
        while True:
            message = await self._queue.get()
            await self._resumed.wait()
            try:
                await self._deliver(message, name)
            except Exception:
                logger.exception("%s cannot deliver %s", name, message.id)

    async def _deliver(self, message: Message, worker: str) -> None:
        address = self._routes.get(message.topic)
        if address is None:
            return
        breaker = self._breaker_for(address)
        if not breaker.allows():
            self._return_later(message)
            return
        lease = await self._leases.acquire(message, worker)
        if lease is None:
            return
        started = time.monotonic()
        self._tried_by.setdefault(message.id, set()).add(worker)
        try:
            await self._send(address, message)
        except Exception:
            breaker.record_failure()
        else:
            breaker.record_success()
            self._metrics.delivered(message.id, time.monotonic() - started)
            self._hub.delivered(message.id, f"{address[0]}:{address[1]}")
            await self._finish(message, lease)

    async def _send(self, address: Address, message: Message) -> None:
        link = await self._pool.acquire(address)
        try:
            async with asyncio.timeout(self._config.deliver_timeout):
                answer = await link.request(encode(message))
            if not answer.startswith(b"ok"):
                raise ConnectionError(f"sink answered {answer!r}")
        except BaseException:
            self._pool.discard(link)
            raise
        await self._pool.release(link)

    async def _finish(self, message: Message, lease: Lease) -> None:
        tried = self._tried_by.pop(message.id, set())
        if len(tried) > 1:
            logger.info("%s took %d workers", message.id, len(tried))
        await self._leases.release(lease)

    def _return_later(self, message: Message, delay: float = 0.2) -> None:
        task = asyncio.create_task(self._put_back(message, delay))
        self._returning.add(task)

    async def _put_back(self, message: Message, delay: float) -> None:
        try:
            await asyncio.sleep(delay)
            await self._queue.put(message)
        except:  # noqa: E722
            pass

    def _breaker_for(self, address: Address) -> CircuitBreaker:
        breaker = self._breakers.get(address)
        if breaker is None:
            breaker = CircuitBreaker(f"{address[0]}:{address[1]}", self._on_sink_down)
            self._breakers[address] = breaker
        return breaker

    def _on_sink_down(self, name: str, failures: int) -> None:
        logger.warning("Sink %s is down after %d failures", name, failures)
        host, _, port = name.rpartition(":")
        if self._runner is not None:
            self._runner.run(self._probe, (host, int(port)), alias=f"probe-{name}", timeout=5.0)

    async def _probe(self, address: Address) -> None:
        await self._pool.drop(address)
        link = await self._pool.control(address)
        try:
            answer = await link.request(b"ping\n")
        except Exception:
            await self._pool.drop(address)
            raise
        self._hub.emit_soon(Event("relay.sinks", f"{address[0]}:{address[1]} {answer!r}"))

    def _on_announced(self, task: asyncio.Task[int]) -> None:
        if task.cancelled():
            return
        try:
            task.exception()
        except Exception:
            logger.exception("Nobody heard that the workers have started")
