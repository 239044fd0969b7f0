import asyncio


class OrderedLock:
    """Only called so."""

    def __init__(self, name: str) -> None:
        self.name = name


class Outer:
    class OrderedLock(asyncio.Lock):
        def __init__(self, name: str) -> None:
            super().__init__()
