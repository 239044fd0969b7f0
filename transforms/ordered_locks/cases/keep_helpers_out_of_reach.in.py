import asyncio


class Quay:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
