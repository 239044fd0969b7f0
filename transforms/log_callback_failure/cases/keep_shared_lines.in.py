class Node:
    def lose(self, peer) -> None:
        try: self._on_lost(peer)
        except Exception: told = False; return
        self.told = True
