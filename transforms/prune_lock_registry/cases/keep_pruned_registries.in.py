import asyncio


class Hub:
    def __init__(self) -> None:
        self._delivered: dict[str, asyncio.Event] = {}
        self._limits: dict[str, asyncio.Semaphore] = {}
        self._turns: dict[str, asyncio.Condition] = {}

    def expect(self, message_id: str) -> asyncio.Event:
        return self._delivered.setdefault(message_id, asyncio.Event())

    def forget(self, message_id: str) -> None:
        self._delivered.pop(message_id, None)

    async def wait(self, message_id: str) -> None:
        event = self.expect(message_id)
        try:
            await event.wait()
        finally:
            self.forget(message_id)

    async def limited(self, host: str, work) -> None:
        limit = self._limits.setdefault(host, asyncio.Semaphore(2))
        try:
            async with limit:
                await work()
        finally:
            if not limit.locked():
                self._limits.pop(host, None)

    async def turn(self, table: str) -> None:
        condition = self._turns.setdefault(table, asyncio.Condition())
        async with condition:
            await condition.wait()
        for name in [name for name, each in self._turns.items() if not each.locked()]:
            del self._turns[name]
