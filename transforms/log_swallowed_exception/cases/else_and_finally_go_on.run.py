"""What runs after which failure is as before."""


class Source:
    rows = (1,)


class Sink:
    def __init__(self, error=None):
        self.error = error

    def write(self, rows):
        if self.error is not None:
            raise self.error

    def undo(self):
        raise OSError("no undo")


def scenario_works(module):
    return module.copy(Source, Sink())


def scenario_narrow(module):
    return module.copy(Source, Sink(ValueError("row")))


def scenario_broad(module):
    return module.copy(Source, Sink(RuntimeError("row")))


LOGGED = {
    "narrow": [("WARNING", "sink.undo() failed in copy [OSError]")],
    "broad": [("WARNING", "sink.write() failed in copy [RuntimeError]")],
}
