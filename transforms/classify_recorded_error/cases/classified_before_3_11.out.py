import asyncio
import logging

logger = logging.getLogger(__name__)


class Client:
    async def ask(self, source) -> None:
        try:
            self.rows = await source.fetch()
        except (asyncio.TimeoutError, OSError):
            logger.debug("source.fetch() failed in Client.ask", exc_info=True)
            self._failures += 1
        except Exception:
            logger.error("source.fetch() failed in Client.ask", exc_info=True)
            self._failures += 1

    async def ask_in_time(self, source) -> None:
        try:
            self.rows = await source.fetch()
        except asyncio.TimeoutError:
            raise
        except OSError:
            logger.debug("source.fetch() failed in Client.ask_in_time", exc_info=True)
            self._failures += 1
        except Exception:
            logger.error("source.fetch() failed in Client.ask_in_time", exc_info=True)
            self._failures += 1
