"""Locks whose order is checked."""

import asyncio


class OrderedLock(asyncio.Lock):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
