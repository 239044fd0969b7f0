import asyncio
import functools
import logging

logger = logging.getLogger(__name__)


class Sink:
    async def close(self, reason: str) -> None:
        try:
            await asyncio.wait_for(self._on_close(reason), 5)
        except Exception:
            logger.error(
                "Callback self._on_close(reason) failed in Sink.close",
                exc_info=True,
            )

    async def flush(self, batch: list) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(None, self._flush_callback, batch)
        except Exception:
            logger.error(
                "Callback self._flush_callback(batch) failed in Sink.flush",
                exc_info=True,
            )

    async def spill(self, batch: list) -> None:
        try:
            await asyncio.to_thread(self._spill_hook, batch)
        except Exception:
            logger.error(
                "Callback self._spill_hook(batch) failed in Sink.spill",
                exc_info=True,
            )

    async def tell(self, reason: str) -> None:
        try:
            await asyncio.gather(*[hook(reason) for hook in self._hooks])
        except Exception:
            logger.error("Callback hook(reason) failed in Sink.tell", exc_info=True)

    async def tell_now(self, reason: str) -> None:
        try:
            await asyncio.create_task(self._on_tell(reason))
        except Exception:
            logger.error(
                "Callback self._on_tell(reason) failed in Sink.tell_now",
                exc_info=True,
            )

    async def tell_group(self, reason: str) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._on_tell(reason))
        except Exception:
            logger.error(
                "Callback self._on_tell(reason) failed in Sink.tell_group",
                exc_info=True,
            )
