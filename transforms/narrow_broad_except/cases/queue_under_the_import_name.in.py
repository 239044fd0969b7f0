import asyncio as aio


class Inbox:
    def __init__(self) -> None:
        self._queue: aio.Queue[str] = aio.Queue()
        self._urgent = aio.PriorityQueue()

    def poll(self) -> str | None:
        try:
            return self._queue.get_nowait()
        except Exception:
            return None

    def offer(self, item: str) -> bool:
        try:
            self._urgent.put_nowait(item)
        except (Exception):
            return False
        return True
