class Node:
    def lose(self, peer) -> None:
        try:
            self._hoook(peer)
            self.online(peer)
            self.handler.run(peer)
            peer.only()
        except Exception:
            pass
