import asyncio
import concurrent.futures
import logging

logger = logging.getLogger(__name__)


def collect(futures: list[concurrent.futures.Future]) -> None:
    for item in futures:
        exception = item.exception(timeout=5)
        if exception is not None:
            logger.error("Future item failed in collect", exc_info=exception)


def on_loop(job, loop: asyncio.AbstractEventLoop) -> None:
    handle = asyncio.run_coroutine_threadsafe(job(), loop)
    try:
        exception = handle.exception(
            5,
        )
        if exception is not None:
            logger.error("Future handle failed in on_loop", exc_info=exception)
    except Exception:
        pass
