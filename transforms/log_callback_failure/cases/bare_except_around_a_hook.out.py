import logging

logger = logging.getLogger(__name__)


class Line:
    async def drop(self) -> None:
        try:
            await self._drop_hook()
        except Exception:
            logger.error(
                "Callback self._drop_hook() failed in Line.drop",
                exc_info=True,
            )
        self.dropped = True
