from __future__ import annotations

import asyncio

from .breakwater import MOLE
from .ships import Ship


class Quay:
    def __init__(self, ship: Ship, mole: int = MOLE) -> None:
        self._lock = asyncio.Lock()
