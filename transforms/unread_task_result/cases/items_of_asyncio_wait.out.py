import asyncio
import logging

logger = logging.getLogger(__name__)


async def gather_all(jobs) -> int:
    done, pending = await asyncio.wait([asyncio.ensure_future(job()) for job in jobs])
    for one in done:
        exception = one.exception()
        if exception is not None:
            logger.error("Task one failed in gather_all", exc_info=exception)
    return len(done)
