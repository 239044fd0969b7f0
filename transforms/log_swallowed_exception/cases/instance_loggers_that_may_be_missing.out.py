import logging

logger = logging.getLogger(__name__)


class Early:
    def __init__(self, link):
        self.connect(link)
        self.log = logging.getLogger("early")

    def connect(self, link):
        try:
            link.open()
        except Exception:
            self.log.warning("link.open() failed in Early.connect", exc_info=True)


class Base:
    def __init__(self):
        self.log = logging.getLogger("base")

    def send(self, link):
        self.log.info("sending")
        try:
            link.send()
        except Exception:
            self.log.warning("link.send() failed in Base.send", exc_info=True)


class Child(Base):
    def __init__(self):
        self.sent = 0


class Swapped:
    def __init__(self):
        self.log = logging.getLogger("swapped")

    def run(self, other):
        self = other
        try:
            self.go()
        except Exception:
            logger.warning("self.go() failed in Swapped.run", exc_info=True)
