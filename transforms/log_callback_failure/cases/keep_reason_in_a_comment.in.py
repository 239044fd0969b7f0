class Node:
    def lose(self, peer) -> None:
        try:
            self._on_lost(peer)
        except Exception:
            pass  # the hook logs its own failures
