import asyncio


class Client:
    def __init__(self, connect) -> None:
        self._connect = connect
        self._lock = asyncio.Lock()
        self._session = None

    async def session(self):
        async with self._lock:
            if self._session is None:
                self._session = await self._connect()
            return self._session

    async def is_open(self) -> bool:
        async with self._lock:
            return self._session is not None

    def close(self) -> None:
        self._session = None
