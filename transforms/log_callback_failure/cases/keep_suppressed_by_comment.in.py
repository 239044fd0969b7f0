class Node:
    def lose(self, peer) -> None:
        try:
            self._on_lost(peer)
        except Exception:  # amends: ignore[AM402] the hook is a stub
            pass
