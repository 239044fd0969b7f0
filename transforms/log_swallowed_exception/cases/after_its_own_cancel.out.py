import asyncio
import logging

logger = logging.getLogger(__name__)


class Beacon:
    def __init__(self) -> None:
        self._pulse: asyncio.Task | None = None
        self._workers: list[asyncio.Task] = []

    async def stop(self) -> None:
        if self._pulse:
            self._pulse.cancel()
            try:
                await self._pulse
            except (asyncio.CancelledError, Exception):
                pass

    async def stop_workers(self, channel) -> None:
        for worker in self._workers:
            worker.cancel()
        try:
            await asyncio.gather(*self._workers)
        except Exception:
            logger.debug(
                "asyncio.gather() failed in Beacon.stop_workers",
                exc_info=True,
            )
        try:
            await channel.close()
        except Exception:
            logger.debug(
                "Failed to close channel in Beacon.stop_workers",
                exc_info=True,
            )

    async def stop_all(self, channel) -> None:
        pulse = self._pulse
        pulse.cancel()
        try:
            await pulse
            await channel.close()
        except Exception:
            logger.debug(
                "Failed around channel.close() in Beacon.stop_all",
                exc_info=True,
            )

    async def stop_others(self) -> None:
        me = asyncio.current_task()
        tasks = asyncio.all_tasks()
        for task in tasks:
            if task is not me:
                task.cancel()
        try:
            await asyncio.gather(*(task for task in tasks if task is not me))
        except Exception:
            logger.warning(
                "asyncio.gather() failed in Beacon.stop_others",
                exc_info=True,
            )
