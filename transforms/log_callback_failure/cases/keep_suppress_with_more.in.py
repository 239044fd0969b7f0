import contextlib


class Node:
    def lose(self, peer) -> None:
        with contextlib.suppress(Exception), peer.lock:
            self._on_lost(peer)
