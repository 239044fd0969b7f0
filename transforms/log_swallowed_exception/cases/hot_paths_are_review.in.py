import logging

logger = logging.getLogger(__name__)


class Receiver:
    def datagram_received(self, data: bytes, addr) -> None:
        try:
            self.route(data)
        except Exception:
            return

    def route(self, data: bytes) -> None:
        raise NotImplementedError

    def drain(self, rows) -> None:
        for row in rows:
            try:
                self.route(row)
            except Exception:
                continue

    def __del__(self) -> None:
        try:
            self.route(b"")
        except Exception:
            pass

    def seal(self, row) -> None:
        try:
            self.route(self.cipher.encrypt(row))
        except Exception:
            pass
