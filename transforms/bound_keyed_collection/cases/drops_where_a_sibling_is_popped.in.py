import asyncio
from collections import defaultdict


class Receipts:
    def __init__(self):
        self._waiting: dict[str, asyncio.Event] = {}
        self._sinks: dict[str, set[str]] = defaultdict(set)

    def expect(self, message_id: str) -> asyncio.Event:
        return self._waiting.setdefault(message_id, asyncio.Event())

    def delivered(self, message_id: str, sink: str) -> None:
        event = self._waiting.get(message_id)
        if event is not None:
            self._sinks[message_id].add(sink)
            event.set()

    def sinks(self, message_id: str) -> set[str]:
        return self._sinks.get(message_id, set())

    def forget(self, message_id: str) -> None:
        """Nobody waits any more."""
        self._waiting.pop(message_id, None)


async def deliver(receipts: Receipts, message_id: str) -> None:
    receipts.expect(message_id)
    try:
        await asyncio.sleep(0)
    finally:
        receipts.forget(message_id)
