import logging

logger = logging.getLogger(__name__)


class Protocol:
    def datagram_received(self, data: bytes, addr) -> None:
        try:
            self._take(data)
        except Exception:
            self._dropped += 1
