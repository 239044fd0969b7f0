import asyncio


class Node:
    def lose(self, loop, peer) -> None:
        try:
            self._task = asyncio.create_task(self._on_lost(peer))
        except Exception:
            pass
        try:
            asyncio.run_coroutine_threadsafe(self._on_lost(peer), loop)
        except Exception:
            pass
        try:
            asyncio.ensure_future(asyncio.wait_for(self._lost_hook(peer), 3))
        except Exception:
            pass
