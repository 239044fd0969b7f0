import logging

logger = logging.getLogger(__name__)


class Gate:
    def __init__(self, logger) -> None:
        self._logger = logger

    def _log_warning(self, message: str) -> None:
        self._logger.log(message)

    async def greet(self) -> None:
        await self._logger.log("hello")

    def drop(self, peer) -> None:
        self._log_warning("dropping")
        try:
            peer.forget()
        except Exception:
            logger.warning("peer.forget() failed in Gate.drop", exc_info=True)
