import weakref
from asyncio import Lock


class Topics:
    def __init__(self) -> None:
        self._owners = weakref.WeakSet()
        self._locks: weakref.WeakValueDictionary[str, Lock] = weakref.WeakValueDictionary()

    def lock_of(self, topic: str) -> Lock:
        lock = self._locks.get(topic)
        if lock is None:
            lock = Lock()
            self._locks[topic] = lock
        return lock

    async def publish(self, topic: str, work) -> None:
        async with self.lock_of(topic):
            await work()
