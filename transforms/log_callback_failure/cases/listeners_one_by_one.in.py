import asyncio
import logging

logger = logging.getLogger(__name__)


class Hub:
    def __init__(self) -> None:
        self._listeners: list = []
        self._by_kind: dict = {}

    def tell(self, event: str) -> int:
        told = 0
        for listener in list(self._listeners):
            try:
                listener(event)
            except Exception:
                continue
            told += 1
        return told

    async def tell_kind(self, kind: str, event: str) -> None:
        for each in self._kind_handlers[kind]:
            try:
                result = each(event)
                if asyncio.iscoroutine(result):
                    await result
            except Exception:
                pass

    def tell_forever(self, source) -> None:
        while True:
            event = source.take()
            for hook in self._listeners:
                try:
                    hook(event)
                except Exception:
                    pass

    def end(self) -> None:
        while self._listeners:
            hook = self._listeners.pop()
            try:
                hook("end")
            except Exception:
                pass
