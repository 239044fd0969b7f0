import asyncio
import threading
from typing import Any, Union


class Either:
    def __init__(self, threaded: bool, first: Any, second: "Union[asyncio.Event, threading.Event]"):
        self.first = first
        self.second = second
        self.third = asyncio.Event()
        if threaded:
            self.third = threading.Event()

    async def all(self, name):
        await self.first.wait()
        await self.second.wait()
        await self.third.wait()
        await getattr(self, name).wait()
