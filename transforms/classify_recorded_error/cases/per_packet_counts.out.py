import logging

logger = logging.getLogger(__name__)


class Protocol:
    def datagram_received(self, data: bytes, addr) -> None:
        try:
            self._take(data)
        except Exception:
            logger.warning(
                "self._take() failed in Protocol.datagram_received",
                exc_info=True,
            )
            self._dropped += 1
