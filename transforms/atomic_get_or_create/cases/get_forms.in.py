import asyncio


class Receipts:
    def __init__(self) -> None:
        self._events: dict[str, asyncio.Event] = {}
        self._queues: dict[str, asyncio.Queue[int]] = {}

    def expect(self, key: str) -> asyncio.Event:
        event = self._events.get(key)
        if event is None:
            event = asyncio.Event()
            self._events[key] = event
        return event

    def expect_at_once(self, key: str) -> asyncio.Event:
        event = self._events.get(key, None)
        if event is None:
            event = self._events[key] = asyncio.Event()
        return event

    def expect_other_way(self, key: str) -> asyncio.Event:
        event = self._events.get(key)
        if event is not None:
            return event
        event = asyncio.Event()
        self._events[key] = event
        return event

    async def wait(self, key: str) -> None:
        event = self._events.get(key)
        if event is None:
            self._events[key] = event = asyncio.Event()
        await event.wait()
        event.clear()

    def walrus(self, key: str) -> int:
        if (queue := self._queues.get(key)) is None:
            queue = asyncio.Queue(10)
            self._queues[key] = queue
        queue.put_nowait(1)
        return queue.qsize()

    def in_place(self, key: str) -> None:
        if self._queues.get(key) is None:
            self._queues[key] = asyncio.Queue()
        self._queues[key].put_nowait(2)

    def not_it(self, key: str) -> asyncio.Event:
        event = self._events.get(key)
        if not event:
            event = asyncio.Event()
            self._events[key] = event
        return event
