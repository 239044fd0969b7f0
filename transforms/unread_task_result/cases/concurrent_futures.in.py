import asyncio
import concurrent.futures
import logging

logger = logging.getLogger(__name__)


def collect(futures: list[concurrent.futures.Future]) -> None:
    for item in futures:
        item.exception(timeout=5)


def on_loop(job, loop: asyncio.AbstractEventLoop) -> None:
    handle = asyncio.run_coroutine_threadsafe(job(), loop)
    try:
        handle.exception(
            5,
        )
    except Exception:
        pass
