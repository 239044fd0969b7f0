import logging

logger = logging.getLogger(__name__)


class Link:
    def datagram_received(self, data, addr):
        self._forward(data)

    def _forward(self, item):
        try:
            self.table[item[0]](item)
        except Exception:
            logger.warning("Ignored an error in Link._forward", exc_info=True)
