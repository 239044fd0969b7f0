import asyncio
import logging

logger = logging.getLogger(__name__)


class Server:
    async def accept(self, sock) -> None:
        try:
            await sock.accept()
        except (Exception, asyncio.CancelledError):
            pass
