class Node:
    def lose(self, peer) -> bool:
        if not self._told(peer):
            self.lost.append(peer)
        return True

    def _told(self, peer) -> bool:
        try:
            self._on_lost(peer)
            return True
        except Exception:
            return False
