import asyncio
import functools
import logging

from relay import settings

logger = logging.getLogger(__name__)

try:
    settings.load()
except Exception:
    logger.warning("settings.load() failed at import", exc_info=True)


class Box:
    try:
        settings.register("box")
    except Exception:
        logger.warning("settings.register() failed in Box", exc_info=True)

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._sort = lambda row: row.key

    async def put(self, row) -> None:
        async with self._lock:
            try:
                await row.store()
            except Exception:
                logger.warning("row.store() failed in Box.put", exc_info=True)

    async def put_all(self, rows) -> None:
        for row in rows:
            await asyncio.sleep(0)
            try:
                row.order = sorted(row.parts, key=lambda part: part.rank)
                await row.store()
            except Exception:
                logger.warning(
                    "Failed between sorted() and row.store() in Box.put_all",
                    exc_info=True,
                )
                continue

    def __del__(self) -> None:
        try:
            self._lock.drop()
        except Exception:
            logger.warning("self._lock.drop() failed in Box.__del__", exc_info=True)


def patient(function):
    @functools.wraps(function)
    def wrapper(*args):
        try:
            function(*args)
        except Exception:
            logger.warning("function() failed in patient.wrapper", exc_info=True)

    return wrapper
