import asyncio
from collections import defaultdict


class Resolver:
    def __init__(self) -> None:
        self._hosts: dict[str, str] = {}
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._limits = defaultdict(asyncio.Semaphore)

    async def resolve(self, host: str, work) -> str:
        async with self._locks[host]:
            if host not in self._hosts:
                self._hosts[host] = await work(host)
            return self._hosts[host]

    async def connect(self, host: str, port: int, work) -> None:
        limit = self._limits[host, port]
        async with limit:
            await work(host)
