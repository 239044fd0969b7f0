"""Spreads news to peers."""

import asyncio
import logging

logger = logging.getLogger(__name__)


class Gossip:
    """Tells peers what happened."""

    def __init__(self, peers):
        self._peers = list(peers)
        self.sent = []
        self._background_tasks: set[asyncio.Task[object]] = set()

    def announce(self, news):
        task = asyncio.create_task(self._send(news))  # the caller does not wait
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

        # Stragglers get it later.
        task = asyncio.create_task(
            self._send(
                news,  # the same text
                delay=0.01,
            )
        )
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

    async def _send(self, news, delay=0):
        await asyncio.sleep(delay)
        for peer in self._peers:
            if peer is None:
                raise ConnectionError("no peer")
            self.sent.append((peer, news))
        if news == "again":
            task = asyncio.create_task(self._send("once more"), name="echo")
            self._background_tasks.add(task)
            task.add_done_callback(self._on_background_task_done)

    def _on_background_task_done(self, task: asyncio.Task[object]) -> None:
        self._background_tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A background task of Gossip failed", exc_info=task.exception())
