import asyncio


class Link:
    def __init__(self) -> None:
        self._closing = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._read())

    def close(self) -> None:
        self._closing = True
        if self._task is not None:
            self._task.cancel()

    async def _read(self) -> None:
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                if self._closing:
                    raise
                print("ignored")
