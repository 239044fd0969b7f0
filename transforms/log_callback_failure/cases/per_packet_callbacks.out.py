import logging

logger = logging.getLogger(__name__)


class Protocol:
    def datagram_received(self, data: bytes, addr) -> None:
        try:
            self._on_datagram(data, addr)
        except Exception:
            logger.error(
                "Callback self._on_datagram(data, addr) failed in Protocol.datagram_received",
                exc_info=True,
            )

    def __del__(self) -> None:
        try:
            self._on_gone()
        except Exception:
            logger.error(
                "Callback self._on_gone() failed in Protocol.__del__",
                exc_info=True,
            )
