import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harbour.locks import OrderedLock


class Quay:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._gate: "OrderedLock | None" = None
