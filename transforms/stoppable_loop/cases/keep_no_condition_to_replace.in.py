import asyncio
import itertools
from typing import NoReturn


class Player:
    def __init__(self):
        self._running = True

    def stop(self):
        self._running = False

    async def count(self):
        for number in itertools.count():
            print(number)
            await asyncio.sleep(1)

    async def play(self) -> NoReturn:
        while True:
            await asyncio.sleep(1)
