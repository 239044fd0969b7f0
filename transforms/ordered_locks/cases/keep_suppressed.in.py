import asyncio


class Quay:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()  # amends: ignore[AM303] made ten thousand times a second
