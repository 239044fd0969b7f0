import logging

logger = logging.getLogger(__name__)


class Link:
    def send(self, row):
        try:
            self.wire.send(row)
        except Exception:
            pass

    @staticmethod
    def probe(wire):
        try:
            wire.ping()
        except Exception:
            pass


def send(link, row):
    try:
        link.send(row)
    except Exception:
        pass
