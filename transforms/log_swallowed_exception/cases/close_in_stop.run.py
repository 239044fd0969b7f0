"""A writer that fails to close: the same for the caller, and one DEBUG record more."""


class Broken:
    def close(self):
        raise OSError("gone")


class Fine:
    def __init__(self):
        self.closed = 0

    def close(self):
        self.closed += 1


def scenario_close_fails(module):
    return module.Link(Broken()).stop()


def scenario_close_works(module):
    writer = Fine()
    module.Link(writer).stop()
    return writer.closed


LOGGED = {"close_fails": [("DEBUG", "Failed to close self._writer in Link.stop [OSError]")]}
