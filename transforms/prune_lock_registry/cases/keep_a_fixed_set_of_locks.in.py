import asyncio
import enum


class Stage(enum.Enum):
    PARSE = 1
    RUN = 2


class Stages:
    def __init__(self, names: list[str]) -> None:
        self._locks: dict[Stage, asyncio.Lock] = {}
        self._named = {name: asyncio.Lock() for name in names}
        self._events: dict[str, asyncio.Event] = {}
        for name in names:
            self._events[name] = asyncio.Event()

    async def run(self, stage: Stage) -> None:
        async with self._locks.setdefault(stage, asyncio.Lock()):
            await self._events["run"].wait()
        async with self._named["a"]:
            await asyncio.sleep(0)
