import asyncio


class Server(asyncio.Protocol):
    def __init__(self) -> None:
        self._buffers: dict[str, bytearray] = {}

    def data_received(self, data: bytes) -> None:
        self._buffers.setdefault(self.peer(), bytearray()).extend(data)

    def peer(self) -> str:
        return "here"

    def size(self) -> int:
        return len(self._buffers)

    def connection_lost(self, error: Exception | None) -> None:
        self._buffers.pop(self.peer(), None)
