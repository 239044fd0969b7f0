import asyncio
import logging

logger = logging.getLogger(__name__)


class Lease:
    def __init__(self, on_lost=None) -> None:
        self._on_lost = on_lost
        self._lock = asyncio.Lock()
        self.active = True

    async def drop(self, key: str) -> None:
        async with self._lock:
            self.active = False
            try:
                if self._on_lost is not None:
                    await self._on_lost(key, self.active)
            except Exception:
                logger.error(
                    "Callback self._on_lost(key, self.active) failed in Lease.drop",
                    exc_info=True,
                )
                # the lease is gone either way
                return
            self.told = True
