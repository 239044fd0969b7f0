"""The same gates; an attribute that is missing is now read on every call."""

CHANGED = {
    "missing": (("returned", True), ("raised", "AttributeError", "'Gates' object has no attribute '_width'")),
}


def scenario_gates(module):
    gates = module.Gates(3, ["a"])
    names = ("known", "of_class", "of_module", "perhaps")
    return [getattr(gates, name)(name)._value for name in names], [
        getattr(gates, name)(name) is getattr(gates, name)(name) for name in names
    ]


def scenario_missing(module):
    gates = module.Gates(3, [])
    return gates.known("a") is gates.perhaps("a")
