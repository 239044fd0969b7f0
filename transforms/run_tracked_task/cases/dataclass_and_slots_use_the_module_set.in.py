import asyncio
from dataclasses import dataclass, field

import structlog

log = structlog.get_logger()


@dataclass
class Job:
    name: str
    done: list = field(default_factory=list)

    def start(self):
        asyncio.create_task(self._run())

    async def _run(self):
        self.done.append(self.name)


class Cell:
    __slots__ = ("value",)

    def __init__(self):
        self.value = 0

    def bump(self):
        asyncio.create_task(self._bump())

    async def _bump(self):
        self.value += 1

    @staticmethod
    def later():
        asyncio.create_task(asyncio.sleep(1))
