import asyncio


class Bus:
    def __init__(self):
        self._requests = asyncio.Queue()
        self._answers = asyncio.Queue()

    async def ask(self, text):
        await self._requests.put(text)
        return await self._answers.get()


class Client:
    def __init__(self, bus: Bus):
        self._bus = bus
        self._asked = 0
        self._lock = asyncio.Lock()

    async def ask(self, text: str):
        async with self._lock:
            self._asked += 1
            return await self._bus.ask(text)
