import asyncio


class Importer:
    def __init__(self) -> None:
        self._processing = False
        self._rows = 0

    async def run(self) -> None:
        if self._processing:
            raise RuntimeError("a run failed half way")
        self._processing = True
        try:
            await asyncio.sleep(1)
        finally:
            self._processing = False


class Counter:
    def __init__(self) -> None:
        self._updating = False
        self._open = 0

    async def update(self) -> None:
        self._updating = True
        try:
            self._open += 1
            await asyncio.sleep(1)
            self._open -= 1
        finally:
            self._updating = False
