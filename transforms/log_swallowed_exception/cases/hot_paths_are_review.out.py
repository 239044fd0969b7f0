import logging

logger = logging.getLogger(__name__)


class Receiver:
    def datagram_received(self, data: bytes, addr) -> None:
        try:
            self.route(data)
        except Exception:
            logger.warning(
                "self.route() failed in Receiver.datagram_received",
                exc_info=True,
            )
            return

    def route(self, data: bytes) -> None:
        raise NotImplementedError

    def drain(self, rows) -> None:
        for row in rows:
            try:
                self.route(row)
            except Exception:
                logger.warning("self.route() failed in Receiver.drain", exc_info=True)
                continue

    def __del__(self) -> None:
        try:
            self.route(b"")
        except Exception:
            logger.warning("self.route() failed in Receiver.__del__", exc_info=True)

    def seal(self, row) -> None:
        try:
            self.route(self.cipher.encrypt(row))
        except Exception:
            logger.warning("self.route() failed in Receiver.seal", exc_info=True)
