import logging

logger = logging.getLogger(__name__)


class Link:
    def datagram_received(self, data, addr):
        self._route(data)

    def _route(self, data):
        try:
            self.table[data[0]](data)
        except Exception:
            pass
