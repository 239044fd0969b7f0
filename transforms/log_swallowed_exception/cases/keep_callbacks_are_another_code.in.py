import contextlib


class Node:
    def lose(self, peer) -> None:
        try:
            self._on_lost(peer)
        except Exception:
            pass
        with contextlib.suppress(Exception):
            self._lost_hook(peer)
