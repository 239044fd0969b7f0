"""The rows come back as before."""


class Sink:
    def push(self, rows):
        raise OSError("full")


def scenario_fails(module):
    return module.push(Sink(), [1])


LOGGED = {"fails": [("WARNING", "sink.push() failed in push [OSError]")]}
