class Node:
    def lose(self, peer) -> None:
        try:
            peer.drop()
        except Exception:
            self._failures += 1
        try:
            peer.drop()
        except:
            self._breaker.record_error()
            return
