import asyncio


class Node:
    def __init__(self) -> None:
        self._peers = asyncio.Lock()
        self._state = asyncio.Lock()
