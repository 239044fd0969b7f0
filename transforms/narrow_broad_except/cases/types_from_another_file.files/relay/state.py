import asyncio


class State:
    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self.names: asyncio.Queue[str] = asyncio.Queue()
        self.writer = writer

    @property
    def owner(self) -> str:
        raise RuntimeError("nobody")
