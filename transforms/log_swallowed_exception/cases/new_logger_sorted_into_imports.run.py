"""A probe that fails: None as before, and a warning."""


class Probe:
    def __init__(self, error=None):
        self.error = error

    def read(self):
        if self.error:
            raise self.error
        return 7


def scenario_fails(module):
    return module.sample(Probe(ValueError("bad")))


def scenario_works(module):
    return module.sample(Probe())


LOGGED = {"fails": [("WARNING", "probe.read() failed in sample [ValueError]")]}


def _stub_requests():
    import sys
    import types

    sys.modules.setdefault("requests", types.ModuleType("requests"))


_stub_requests()
