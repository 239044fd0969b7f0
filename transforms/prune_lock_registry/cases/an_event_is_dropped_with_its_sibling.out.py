import asyncio


class Uploads:
    def __init__(self) -> None:
        self._sizes: dict[int, int] = {}
        self._done: dict[int, asyncio.Event] = {}

    def begin(self, upload_id: int, size: int) -> None:
        self._sizes[upload_id] = size
        self._done[upload_id] = asyncio.Event()

    async def wait(self, upload_id: int) -> None:
        await self._done[upload_id].wait()

    def finished(self, upload_id: int) -> None:
        self._done[upload_id].set()

    def discard(self, upload_id: int) -> None:
        if upload_id in self._sizes:
            del self._sizes[upload_id]
        self._done.pop(upload_id, None)

    def abort(self, upload_id: int) -> None:
        self.discard(upload_id)
