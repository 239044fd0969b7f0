import logging

logger = logging.getLogger(__name__)


class Line:
    async def drop(self) -> None:
        try:
            await self._drop_hook()
        except:
            pass
        self.dropped = True
