import asyncio
import functools
import logging

from relay import settings

logger = logging.getLogger(__name__)

try:
    settings.load()
except Exception:
    pass


class Box:
    try:
        settings.register("box")
    except Exception:
        pass

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._sort = lambda row: row.key

    async def put(self, row) -> None:
        async with self._lock:
            try:
                await row.store()
            except Exception:
                pass

    async def put_all(self, rows) -> None:
        for row in rows:
            await asyncio.sleep(0)
            try:
                row.order = sorted(row.parts, key=lambda part: part.rank)
                await row.store()
            except Exception:
                continue

    def __del__(self) -> None:
        try:
            self._lock.drop()
        except Exception:
            pass


def patient(function):
    @functools.wraps(function)
    def wrapper(*args):
        try:
            function(*args)
        except Exception:
            pass

    return wrapper
