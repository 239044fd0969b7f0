import logging

logger = logging.getLogger(__name__)


class Link:
    log = logging.getLogger("link")

    def __init__(self, wire):
        self.wire = wire

    def send(self, row):
        try:
            self.wire.send(row)
        except Exception:
            self.log.warning("self.wire.send() failed in Link.send", exc_info=True)

    @staticmethod
    def probe(wire):
        try:
            wire.ping()
        except Exception:
            logger.warning("wire.ping() failed in Link.probe", exc_info=True)


class Spool:
    def send(self, row, wire):
        try:
            wire.send(row)
        except Exception:
            logger.warning("wire.send() failed in Spool.send", exc_info=True)


class Outlet(Link):
    def drain(self, row):
        try:
            self.wire.send(row)
        except Exception:
            self.log.warning("self.wire.send() failed in Outlet.drain", exc_info=True)


def send(link, row):
    try:
        link.send(row)
    except Exception:
        logger.warning("link.send() failed in send", exc_info=True)
