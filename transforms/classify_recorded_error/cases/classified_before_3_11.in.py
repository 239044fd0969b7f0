import asyncio
import logging

logger = logging.getLogger(__name__)


class Client:
    async def ask(self, source) -> None:
        try:
            self.rows = await source.fetch()
        except Exception:
            self._failures += 1

    async def ask_in_time(self, source) -> None:
        try:
            self.rows = await source.fetch()
        except asyncio.TimeoutError:
            raise
        except Exception:
            self._failures += 1
