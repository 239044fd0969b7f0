# Written by amends scaffold (ordered-lock 3e426f90bc77374b); it is yours now.
"""Changed by its owner, and still the helper."""

import asyncio
import threading


class OrderedLock(asyncio.Lock):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class Orders:
    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._turn = asyncio.Lock()
