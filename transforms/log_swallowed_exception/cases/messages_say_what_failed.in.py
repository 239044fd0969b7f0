import asyncio
import functools
import logging

logger = logging.getLogger(__name__)


class Report:
    async def submit(self, rows) -> None:
        try:
            await self._loop.run_in_executor(None, self._table.create)
        except Exception:
            pass
        try:
            await asyncio.to_thread(functools.partial(write_all, rows))
        except Exception:
            pass
        try:
            await self._pending
        except Exception:
            pass
        try:
            self._pools[rows.name].shutdown()
        except Exception:
            pass

    def relay(self, payload) -> None:
        try:
            self._sink.put(payload)
        except Exception:
            pass


def write_all(rows) -> None:
    raise NotImplementedError(rows)
