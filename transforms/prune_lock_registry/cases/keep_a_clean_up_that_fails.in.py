import asyncio


class Calls:
    def __init__(self, link) -> None:
        self._link = link
        self._answers: dict[int, asyncio.Event] = {}
        self._turns: dict[int, asyncio.Lock] = {}

    async def call(self, number: int) -> None:
        event = asyncio.Event()
        self._answers[number] = event
        await self._link.send(number)
        await event.wait()
        del self._answers[number]

    def answered(self, number: int) -> None:
        self._answers[number].set()

    async def turn(self, number: int) -> None:
        lock = self._turns.setdefault(number, asyncio.Lock())
        async with lock:
            try:
                await self._link.send(number)
            except OSError:
                return
            finally:
                self._turns.pop(number, None)
