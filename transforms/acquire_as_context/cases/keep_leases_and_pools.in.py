import anyio
import asyncpg


class Leases:
    async def acquire(self, name, owner):
        return name, owner

    def release(self, lease):
        pass


class Limit:
    async def acquire(self):
        pass


class Worker:
    def __init__(self, dsn):
        self._leases = Leases()
        self._limit = Limit()
        self._other = anyio.Lock()
        self._pool = asyncpg.Pool(dsn)

    async def work(self, name):
        lease = await self._leases.acquire(name, "me")
        await self._limit.acquire()
        await self._other.acquire()
        connection = await self._pool.acquire()
        await connection.execute(lease)
        await self._pool.release(connection)
        self._other.release()
        self._leases.release(lease)


async def rent(client):
    flat = await client.acquire()
    await flat.clean()
    client.release()
