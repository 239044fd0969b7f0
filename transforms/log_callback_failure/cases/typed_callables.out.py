import logging
from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)


class Feed:
    announce: Callable[[str], None]

    def __init__(self, announce: Callable[[str], None], probe: "Callable[[], Awaitable[int]] | None") -> None:
        self.announce = announce
        self._probe = probe

    def publish(self, row: str) -> None:
        try:
            self.announce(row)
        except Exception:
            logger.error(
                "Callback self.announce(row) failed in Feed.publish",
                exc_info=True,
            )

    async def measure(self) -> None:
        if self._probe:
            try:
                self.depth = await self._probe()
            except Exception:
                logger.error(
                    "Callback self._probe() failed in Feed.measure",
                    exc_info=True,
                )

    def each(self, rows: list[str], visit: Callable[[str], None]) -> None:
        try:
            visit(rows[0])
        except Exception:
            logger.error(
                "Callback visit(...), or what goes with it, failed in Feed.each",
                exc_info=True,
            )
