import asyncio
from dataclasses import dataclass, field


@dataclass
class Config:
    wait_timeout: float = 5.0


@dataclass
class Session:
    _config: Config
    opened: asyncio.Event = field(default_factory=asyncio.Event)

    async def open(self):
        await self.opened.wait()
