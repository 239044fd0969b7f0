import asyncio


class Board:
    def __init__(self) -> None:
        self._chalk = asyncio.Lock()

    def put(self, name: str, value: object) -> None:
        setattr(self, name, value)

    async def write(self, line) -> None:
        await self._chalk.acquire()
        await line()
        self._chalk.release()
