"""A callback that raises: the detector goes on, and one ERROR record says so."""


def scenario_raises(module):
    def on_death(node):
        raise RuntimeError(node)

    return module.Detector(on_death).report("a")


def scenario_none(module):
    return module.Detector().report("a")


LOGGED = {"raises": [("ERROR", "Callback self._on_death(node) failed in Detector.report [RuntimeError]")]}
