import asyncio
import logging

logger = logging.getLogger(__name__)


class Job:
    def __init__(self, number: int) -> None:
        self.number = number

    def start(self) -> None:
        asyncio.create_task(self.work())

    async def work(self) -> None:
        await asyncio.sleep(self.number)


class Desk:
    def __init__(self, number: int) -> None:
        self.number = number

    def start(self) -> None:
        asyncio.create_task(self.work())

    async def work(self) -> None:
        await asyncio.sleep(self.number)
