import asyncio
import logging

logger = logging.getLogger(__name__)


class Watcher:
    def __init__(self) -> None:
        self.errors = 0
        self.seen = []

    async def watch(self, source, turns: int) -> None:
        for _ in range(turns):
            await asyncio.sleep(0)
            try:
                self.seen.append(await source.look())
            except Exception:
                logger.warning("source.look() failed in Watcher.watch", exc_info=True)
                self.errors += 1
                continue

    async def watch_fast(self, source) -> None:
        while source.open:
            try:
                self.seen.append(await source.look())
            except Exception:
                logger.warning(
                    "source.look() failed in Watcher.watch_fast",
                    exc_info=True,
                )
                self.errors += 1
