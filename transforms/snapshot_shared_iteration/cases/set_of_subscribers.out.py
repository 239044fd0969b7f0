import asyncio


class Hub:
    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[str]] = set()

    def subscribe(self) -> asyncio.Queue[str]:
        queue: asyncio.Queue[str] = asyncio.Queue(1)
        self._queues.add(queue)
        return queue

    def unsubscribe(self, queue: asyncio.Queue[str]) -> None:
        self._queues.discard(queue)

    async def emit(self, text: str) -> int:
        reached = 0
        for queue in list(self._queues):  # everybody
            await queue.put(text)
            reached += 1
        return reached
