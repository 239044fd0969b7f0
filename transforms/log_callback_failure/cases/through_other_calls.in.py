import asyncio
import functools
import logging

logger = logging.getLogger(__name__)


class Sink:
    async def close(self, reason: str) -> None:
        try:
            await asyncio.wait_for(self._on_close(reason), 5)
        except Exception:
            pass

    async def flush(self, batch: list) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(None, self._flush_callback, batch)
        except Exception:
            pass

    async def spill(self, batch: list) -> None:
        try:
            await asyncio.to_thread(self._spill_hook, batch)
        except Exception:
            pass

    async def tell(self, reason: str) -> None:
        try:
            await asyncio.gather(*[hook(reason) for hook in self._hooks])
        except Exception:
            pass

    async def tell_now(self, reason: str) -> None:
        try:
            await asyncio.create_task(self._on_tell(reason))
        except Exception:
            pass

    async def tell_group(self, reason: str) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._on_tell(reason))
        except Exception:
            pass
