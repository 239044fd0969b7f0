import asyncio


class Node:
    def __init__(self) -> None:
        # Lock order: _state, then _peers.
        self._peers = asyncio.Lock()
        self._state = asyncio.Lock()
