import asyncio


class Client:
    async def ask(self, source) -> None:
        try:
            self.rows = await source.fetch()
        except asyncio.CancelledError:
            self._cancelled += 1
