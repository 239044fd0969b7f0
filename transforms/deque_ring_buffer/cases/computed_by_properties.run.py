# Why it is no more than `review`: between the append and the trim there was one more.
CHANGED = {"a_property_in_between": (("returned", [1, 2, 3, 4, 4]), ("returned", [1, 2, 3, 3, 3]))}


def scenario_only_the_latest_are_kept(module):
    ring, growing = module.Ring(), module.Growing()
    for value in range(6):
        for made in (ring, growing):
            made.other(value)
            made.add(value)
    return [(list(made._others), list(made._values), made._latest) for made in (ring, growing)]


def scenario_a_property_in_between(module):
    ring = module.Ring()
    seen = []
    for value in range(5):
        ring.count_in(value)
        seen.append(ring._last)
    return seen
