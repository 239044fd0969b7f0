"""The same contents up to the bound; behind it, those of the latest entries."""

CHANGED = {"more_than_the_bound": (("returned", (2.5, [3.0, 4.0], 4)), ("returned", (3.0, [3.0, 4.0], 3)))}


def filled(module, number):
    stats = module.Stats()
    for value in range(1, number + 1):
        stats.record(float(value))
    return stats


def scenario_up_to_the_bound(module):
    stats = filled(module, 3)
    return list(stats._latencies), stats.mean(), stats.last(), stats.latest(2), stats.latest(9), len(stats._seen)


def scenario_more_than_the_bound(module):
    stats = filled(module, 4)
    return stats.mean(), stats.latest(2), len(stats._latencies)


def scenario_none(module):
    return module.Stats().mean()
