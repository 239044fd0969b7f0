"""`self` may be another object; and where `self.log` is not there yet, the fix that needs review raises."""


class Other:
    def go(self):
        raise RuntimeError("stuck")


class Kind:
    gone = False

    def go(self):
        self.gone = True


class Link:
    def open(self):
        raise OSError("down")

    def send(self):
        raise OSError("gone")


def scenario_swapped(module):
    return module.Swapped().run(Other())


def scenario_swapped_works(module):
    other = Kind()
    return module.Swapped().run(other), other.gone


def scenario_early(module):
    return module.Early(Link()).log.name


def scenario_late(module):
    class Open:
        def open(self):
            pass

    return module.Early(Open()).connect(Link())


def scenario_base(module):
    return module.Base().send(Link())


def scenario_child(module):
    return module.Child().send(Link())


CHANGED = {
    "early": (
        ("returned", "early"),
        ("raised", "AttributeError", "'Early' object has no attribute 'log'"),
    ),
}
LOGGED = {
    "swapped": [("WARNING", "self.go() failed in Swapped.run [RuntimeError]")],
    "late": [("WARNING", "link.open() failed in Early.connect [OSError]")],
    "base": [("WARNING", "link.send() failed in Base.send [OSError]")],
}
