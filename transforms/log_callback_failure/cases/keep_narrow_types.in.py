import asyncio


class Node:
    async def lose(self, peer) -> None:
        try:
            self._on_lost(peer)
        except TypeError:
            self._on_lost()
        try:
            self._on_lost(peer)
        except AttributeError:
            pass
        try:
            await self._on_lost(peer)
        except asyncio.CancelledError:
            pass
