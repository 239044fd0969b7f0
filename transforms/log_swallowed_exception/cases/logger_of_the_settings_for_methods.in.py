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
            pass

    @staticmethod
    def probe(wire):
        try:
            wire.ping()
        except Exception:
            pass


class Spool:
    def send(self, row, wire):
        try:
            wire.send(row)
        except Exception:
            pass


class Outlet(Link):
    def drain(self, row):
        try:
            self.wire.send(row)
        except Exception:
            pass


def send(link, row):
    try:
        link.send(row)
    except Exception:
        pass
