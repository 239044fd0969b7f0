import logging

logger = logging.getLogger(__name__)


class Link:
    def datagram_received(self, data, addr):
        self._route(data)

    def _route(self, item):
        try:
            self.table[item[0]](item)
        except Exception:
            pass
