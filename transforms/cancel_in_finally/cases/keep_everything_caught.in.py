import asyncio
import contextlib
import logging


class Reader:
    async def close(self):
        self._task.cancel()
        try:
            await self._task
        except asyncio.CancelledError:
            pass
        except Exception:
            logging.exception("the reader failed")
        self._task = None

    async def abort(self):
        with contextlib.suppress(BaseException):
            await self._link.hang_up("abort")
        self._link = None

    async def disconnect(self):
        with contextlib.suppress(Exception, asyncio.CancelledError):
            await self._link.hang_up("disconnect")
        self._link = None
