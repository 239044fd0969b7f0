import asyncio
from dataclasses import dataclass, field


@dataclass(slots=True)
class Batch:
    tasks: list[asyncio.Task] = field(default_factory=list)
    last: asyncio.Task | None = None

    def add(self, job):
        self.tasks.append(asyncio.create_task(job()))

    def replace(self, job):
        self.last = asyncio.create_task(job())

    async def join(self):
        await asyncio.gather(*self.tasks)
