import asyncio
import functools
import logging

logger = logging.getLogger(__name__)


class Report:
    async def submit(self, rows) -> None:
        try:
            await self._loop.run_in_executor(None, self._table.create)
        except Exception:
            logger.warning(
                "self._table.create() failed in Report.submit",
                exc_info=True,
            )
        try:
            await asyncio.to_thread(functools.partial(write_all, rows))
        except Exception:
            logger.warning("write_all() failed in Report.submit", exc_info=True)
        try:
            await self._pending
        except Exception:
            logger.warning(
                "Awaiting self._pending failed in Report.submit",
                exc_info=True,
            )
        try:
            self._pools[rows.name].shutdown()
        except Exception:
            logger.debug(
                "Failed to shut down an item of self._pools in Report.submit",
                exc_info=True,
            )

    def relay(self, payload) -> None:
        try:
            self._sink.put(payload)
        except Exception:
            logger.warning("self._sink.put() failed in Report.relay", exc_info=True)


def write_all(rows) -> None:
    raise NotImplementedError(rows)
