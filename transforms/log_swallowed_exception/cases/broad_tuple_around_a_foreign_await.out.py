import asyncio
import logging

logger = logging.getLogger(__name__)


class Server:
    async def accept(self, sock) -> None:
        try:
            await sock.accept()
        except asyncio.CancelledError:
            raise
        except (Exception, asyncio.CancelledError):
            logger.warning("sock.accept() failed in Server.accept", exc_info=True)
