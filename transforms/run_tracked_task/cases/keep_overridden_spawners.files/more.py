import asyncio

from hubs import Hub, Pool, Spawner


class LossyHub(Hub):
    def create_task(self, coro):
        asyncio.create_task(coro)


class NamedPool(Pool):
    def create_task(self, coro):
        self.latest = asyncio.create_task(coro)


class RealSpawner(Spawner):
    def create_task(self, coro):
        self.latest = asyncio.create_task(coro)
