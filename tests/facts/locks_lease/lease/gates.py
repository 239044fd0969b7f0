"""Locks that everybody shares, and things that are none."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager
from typing import AsyncIterator

WRITE_GATE = asyncio.Lock()
READ_GATE: asyncio.Semaphore = asyncio.Semaphore(4)
REGISTRY_GUARD = threading.RLock()
gate_names = ["write", "read"]


class Ticket:
    """Entered like a lock, but keeps nobody out."""

    async def __aenter__(self) -> Ticket:
        return self

    async def __aexit__(self, *error: object) -> None:
        return None


@asynccontextmanager
async def announced(name: str) -> AsyncIterator[None]:
    print("enter", name)
    yield
    print("leave", name)


async def write(text: str) -> None:
    #: held = none
    #: lock `WRITE_GATE` = yes
    async with WRITE_GATE:
        #: held = WRITE_GATE
        print(text)
    #: lock `gate_names` = no
    print(gate_names)
