class Node:
    def lose(self, peer) -> None:
        try:
            self._on_lost(peer)
        except BaseException:
            raise
        except Exception:
            pass
