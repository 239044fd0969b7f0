import logging

logger = logging.getLogger(__name__)


class Protocol:
    def datagram_received(self, data: bytes, addr) -> None:
        try:
            self._on_datagram(data, addr)
        except Exception:
            pass

    def __del__(self) -> None:
        try:
            self._on_gone()
        except Exception:
            pass
