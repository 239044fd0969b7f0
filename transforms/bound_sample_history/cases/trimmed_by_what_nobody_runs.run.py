"""The same up to the bound."""


def scenario_up_to_the_bound(module):
    clock = module.Clock()
    for _ in range(1000):
        clock.tick()
    return clock.count()


def scenario_beyond_it(module):
    clock = module.Clock()
    for _ in range(1003):
        clock.tick()
    return clock.count()


CHANGED = {"beyond_it": (("returned", 1003), ("returned", 1000))}
