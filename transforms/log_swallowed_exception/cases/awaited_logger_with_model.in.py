import asyncio
from relay.log import Notice


class Node:
    def __init__(self, logger, name: str) -> None:
        self._logger = logger
        self._name = name
        self._lock = asyncio.Lock()

    async def join(self, peer) -> None:
        try:
            await peer.hello()
        except ValueError:
            await self._logger.log(Notice(message="bad peer", node=self._name))

    async def leave(self, peer) -> None:
        try:
            await peer.bye()
        except Exception:
            pass

    async def rename(self, peer) -> None:
        async with self._lock:
            try:
                await peer.rename(self._name)
            except Exception:
                pass
