import contextlib


class Station:
    def __init__(self, peers):
        self._peers = peers
        self._waiter = None
        self._sock = None

    async def disconnect(self, code: int = 0) -> int:
        farewell = {
            "code": code,
            # who is leaving
            "who": id(self),
        }
        try:
            for peer in list(self._peers):
                with contextlib.suppress(ConnectionError):
                    await peer.send(farewell)
        finally:
            # From here on nobody is told.
            for peer in self._peers:
                peer.detach()
            if self._waiter is not None and not self._waiter.done():
                self._waiter.set_result(None)
            try:
                self._sock.close()
            except OSError:
                pass
            self._peers.clear()
        return code
