class Node:
    def wire(self, peer) -> None:
        try:

            def later():
                self._on_lost(peer)

            peer.later = later
            peer.last = lambda: self._on_lost(peer)
        except Exception:
            pass
