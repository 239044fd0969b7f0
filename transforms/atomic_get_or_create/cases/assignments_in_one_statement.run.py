"""The same contents; an empty list that is stored is now kept, not replaced."""

CHANGED = {"an_empty_one_stays": (("returned", False), ("returned", True))}


def scenario_contents(module):
    tally = module.Tally()
    tally.add("a", "x")
    tally.add("a", "y")
    limits = tally.limit("a"), tally.limit("a")
    tally._limits["b"] = 0
    return tally._names, limits, tally.limit("b"), tally.again("a"), tally.again("c")


def scenario_an_empty_one_stays(module):
    tally = module.Tally()
    mine = tally._names["a"] = []
    return tally.again("a") is mine
