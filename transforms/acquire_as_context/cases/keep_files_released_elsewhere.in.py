import asyncio


class Dock:
    def __init__(self) -> None:
        self._berth = asyncio.Lock()
        self._crane = asyncio.Lock()

    async def land(self) -> None:
        await self._berth.acquire()

    async def lift(self, load) -> None:
        await self._crane.acquire()
        await load()

    async def wait(self) -> bool:
        await self._crane.acquire()
        free = True
        if free:
            self._crane.release()
        else:
            self._crane.release()
        return free
