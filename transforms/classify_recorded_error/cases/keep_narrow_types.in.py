import asyncio


class Client:
    async def ask(self, source) -> None:
        try:
            self.rows = await source.fetch()
        except asyncio.TimeoutError:
            self._timeouts += 1
        except (OSError, ValueError):
            self._failures += 1
