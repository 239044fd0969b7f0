import asyncio
import threading
from dataclasses import dataclass, field


@dataclass
class Quay:
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self):
        self._again = threading.RLock()
        self._limit = asyncio.Semaphore(3)
        self._one = asyncio.BoundedSemaphore(1)
        self._free = asyncio.Condition()
        self._ready = asyncio.Event()
