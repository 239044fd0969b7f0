"""A new logger of the module gets the record; the class's own logger is told no more than before."""


class Logger:
    def __init__(self):
        self.told = []

    def log(self, message):
        self.told.append(message)


class Peer:
    def forget(self):
        raise LookupError("nobody")


class Kind:
    def forget(self):
        pass


def scenario_fails(module):
    logger = Logger()
    return module.Gate(logger).drop(Peer()), logger.told


def scenario_works(module):
    logger = Logger()
    return module.Gate(logger).drop(Kind()), logger.told


LOGGED = {"fails": [("WARNING", "peer.forget() failed in Gate.drop [LookupError]")]}
