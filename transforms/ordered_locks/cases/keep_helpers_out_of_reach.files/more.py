import asyncio


class OrderedLock(asyncio.Lock):
    """Wants a number besides."""

    def __init__(self, name: str, rank: int) -> None:
        super().__init__()
        self.rank = rank
