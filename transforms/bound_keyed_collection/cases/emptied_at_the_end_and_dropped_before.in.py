class Streams:
    def __init__(self) -> None:
        self._open: dict[int, str] = {}
        self._chunks: dict[int, list[bytes]] = {}

    def begin(self, stream_id: int, name: str) -> None:
        self._open[stream_id] = name

    def data(self, stream_id: int, chunk: bytes) -> None:
        self._chunks.setdefault(stream_id, []).append(chunk)

    def body(self, stream_id: int) -> bytes:
        return b"".join(self._chunks.get(stream_id, ()))

    def end_stream(self, stream_id: int) -> None:
        self._open.pop(stream_id, None)

    def reset(self, stream_id: int) -> None:
        self.end_stream(stream_id)

    def close(self) -> None:
        self._chunks.clear()
