import asyncio


class Client:
    def __init__(self):
        self._connected = asyncio.Event()

    async def _until_connected(self):
        await asyncio.wait_for(self._connected.wait(), timeout=30.0)

    async def ping(self):
        await asyncio.wait_for(self._until_connected(), timeout=2)

    async def send(self, data):
        await self._until_connected()
        return data


class Poller:
    def __init__(self):
        self._turn = asyncio.Event()

    async def _poll(self):
        await asyncio.wait_for(self._turn.wait(), timeout=30.0)

    async def start(self):
        # a task of its own is not bounded by what is around its start
        async with asyncio.timeout(5):
            self._task = asyncio.create_task(self._poll())


class Base:
    async def begin(self):
        await self._prepared()

    async def _prepared(self):
        raise NotImplementedError


class Derived(Base):
    def __init__(self):
        self._ok = asyncio.Event()

    async def _prepared(self):
        await asyncio.wait_for(self._ok.wait(), timeout=30.0)

    async def again(self):
        async with asyncio.timeout(1):
            await self._prepared()
