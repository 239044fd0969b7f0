import asyncio
import weakref
from collections import defaultdict


class Resolver:
    def __init__(self) -> None:
        self._hosts: dict[str, str] = {}
        self._locks: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()
        self._limits = weakref.WeakValueDictionary()

    async def resolve(self, host: str, work) -> str:
        async with self._locks.setdefault(host, asyncio.Lock()):
            if host not in self._hosts:
                self._hosts[host] = await work(host)
            return self._hosts[host]

    async def connect(self, host: str, port: int, work) -> None:
        limit = self._limits.setdefault((host, port), asyncio.Semaphore())
        async with limit:
            await work(host)
