import logging

from relay.log import Notice

logger = logging.getLogger(__name__)


class Node:
    def __init__(self, journal_log) -> None:
        self._log = journal_log

    async def _log_error(self, message: str) -> None:
        await self._log.log(Notice(message=message))

    async def join(self, peer) -> None:
        try:
            await peer.hello()
        except ValueError:
            await self._log.log(Notice(message="bad peer"))

    def leave(self, peer) -> None:
        try:
            peer.bye()
        except Exception:
            logger.warning("peer.bye() failed in Node.leave", exc_info=True)
