"""The hub: who wants to hear of what, and who waits for which message."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from relay.runner import TaskRunner

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that subscribers may want to know."""

    topic: str
    text: str


@dataclass(eq=False)
class Subscription:
    """A queue of events of one topic, or of all of them (``*``)."""

    topic: str
    queue: asyncio.Queue[Event]


class Hub:
    """Hands events to subscriptions and receipts to whoever waits for them."""

    def __init__(self, runner: TaskRunner | None = None) -> None:
        self.on_delivered: Callable[[str, str], Awaitable[None]] | None = None
        self._runner = runner
        self._subscriptions: set[Subscription] = set()
        self._delivered: dict[str, asyncio.Event] = {}
        self._receipts: dict[str, set[str]] = defaultdict(set)
        self._closing: set[asyncio.Task[None]] = set()
        self._ready = asyncio.Event()
        self._lock = asyncio.Lock()
        self._missed = 0

    def open(self) -> None:
        """Let the workers begin."""
        self._ready.set()

    async def wait_ready(self) -> None:
        """Wait until the hub is open."""
        await self._ready.wait()

    def subscribe(self, topic: str, size: int = 64) -> Subscription:
        """A new subscription to the topic."""
        subscription = Subscription(topic, asyncio.Queue(maxsize=size))
        self._subscriptions.add(subscription)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """End a subscription; it may have ended already."""
        try:
            self._subscriptions.remove(subscription)
        except KeyError:
            pass

    async def emit(self, event: Event) -> int:
        """Give the event to everyone who wants it; how many that were."""
        reached = 0
        for subscription in self._subscriptions:
            if subscription.topic in ("*", event.topic):
                await subscription.queue.put(event)
                reached += 1
        return reached

    def emit_soon(self, event: Event, timeout: float = 1.0) -> None:
        """Emit without waiting for slow subscribers."""
        asyncio.create_task(self._emit_within(event, timeout=timeout))

    async def _emit_within(self, event: Event, *, timeout: float) -> None:
        try:
            async with asyncio.timeout(timeout):
                await self.emit(event)
        except TimeoutError:
            self._missed += 1

    def expect(self, message_id: str) -> asyncio.Event:
        """The event that is set once the message is delivered."""
        event = self._delivered.get(message_id)
        if event is None:
            event = asyncio.Event()
            self._delivered[message_id] = event
        return event

    async def wait_delivered(self, message_id: str) -> set[str]:
        """Wait until the message is delivered; the sinks that took it."""
        await self.expect(message_id).wait()
        return self._receipts.get(message_id, set())

    def delivered(self, message_id: str, sink: str) -> None:
        """Record that a sink took the message."""
        event = self._delivered.get(message_id)
        if event is not None:
            self._receipts[message_id].add(sink)
            event.set()
        asyncio.create_task(self._notify(message_id, sink))

    def forget(self, message_id: str) -> None:
        """Nobody waits for the message any more."""
        self._delivered.pop(message_id, None)

    async def _notify(self, message_id: str, sink: str) -> None:
        async with self._lock:
            if self.on_delivered is not None:
                await self.on_delivered(message_id, sink)

    async def close_topic(self, topic: str) -> None:
        """End the subscriptions of a topic, in the background."""
        async with self._lock:
            doomed = [each for each in self._subscriptions if each.topic == topic]
            task = asyncio.create_task(self._close_all(doomed))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def _close_all(self, doomed: list[Subscription]) -> None:
        async with self._lock:
            for subscription in doomed:
                self.unsubscribe(subscription)
                await self._drain(subscription)

    async def _drain(self, subscription: Subscription) -> None:
        while True:
            try:
                event = subscription.queue.get_nowait()
            except asyncio.QueueEmpty:
                break
            logger.info("Undelivered on %s: %s", event.topic, event.text)

    def flush_lagging(self, limit: int) -> None:
        """Empty the subscriptions that hold more than ``limit`` events, in the background."""
        for subscription in self._subscriptions:
            if self._runner is not None and subscription.queue.qsize() > limit:

                async def flush(lagging: Subscription = subscription) -> None:
                    await self._drain(lagging)

                self._runner.run(flush)
