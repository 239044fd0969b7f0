from base import Base


class Client(Base):
    async def close(self):
        await self._reach()
        self._conn.close()
