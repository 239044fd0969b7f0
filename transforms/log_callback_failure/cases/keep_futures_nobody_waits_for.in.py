import asyncio


class Node:
    async def lose(self, loop, peer) -> None:
        try:
            self._job = loop.run_in_executor(None, self._on_lost, peer)
        except Exception:
            pass
        try:
            await asyncio.gather(*[hook(peer) for hook in self._hooks], return_exceptions=True)
        except Exception:
            pass
