"""A lost worker has no results."""

CHANGED = {"lost": (("returned", 5), ("returned", 0))}


def scenario_lost(module):
    manager = module.Manager()
    manager.add("w")
    manager._state.result("w", 5)
    manager.check("w")
    return manager._state.total("w")


def scenario_alive(module):
    manager = module.Manager()
    manager.add("w")
    manager._state.result("w", 5)
    manager.check("v")
    return manager._state.total("w")
