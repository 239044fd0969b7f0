import asyncio
import logging


class Base:
    def __init__(self):
        self.closed = False


class Poller(Base):
    def __init__(self, interval):
        """Polls every ``interval`` seconds."""
        super().__init__()
        self._interval = interval
        self._log = logging.getLogger("poller")

    def start(self):
        self._log.info("polling every %s", self._interval)
        asyncio.ensure_future(self._poll())

    async def _poll(self):
        raise OSError("unreachable")
