import logging


class Early:
    def __init__(self, link):
        self.connect(link)
        self.log = logging.getLogger("early")

    def connect(self, link):
        try:
            link.open()
        except Exception:
            pass


class Base:
    def __init__(self):
        self.log = logging.getLogger("base")

    def send(self, link):
        self.log.info("sending")
        try:
            link.send()
        except Exception:
            pass


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
            pass
