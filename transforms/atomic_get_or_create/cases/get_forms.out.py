import asyncio


class Receipts:
    def __init__(self) -> None:
        self._events: dict[str, asyncio.Event] = {}
        self._queues: dict[str, asyncio.Queue[int]] = {}

    def expect(self, key: str) -> asyncio.Event:
        return self._events.setdefault(key, asyncio.Event())

    def expect_at_once(self, key: str) -> asyncio.Event:
        return self._events.setdefault(key, asyncio.Event())

    def expect_other_way(self, key: str) -> asyncio.Event:
        return self._events.setdefault(key, asyncio.Event())

    async def wait(self, key: str) -> None:
        event = self._events.setdefault(key, asyncio.Event())
        await event.wait()
        event.clear()

    def walrus(self, key: str) -> int:
        queue = self._queues.setdefault(key, asyncio.Queue(10))
        queue.put_nowait(1)
        return queue.qsize()

    def in_place(self, key: str) -> None:
        self._queues.setdefault(key, asyncio.Queue()).put_nowait(2)

    def not_it(self, key: str) -> asyncio.Event:
        return self._events.setdefault(key, asyncio.Event())
