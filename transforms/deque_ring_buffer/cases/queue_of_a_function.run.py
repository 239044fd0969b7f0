def scenario_distances(module):
    return module.distances(1, [(1, 2), (1, 3), (2, 4), (4, 5), (3, 5), (5, 1)])


def scenario_levels(module):
    leaf = ("leaf", [])
    return module.levels([("root", [("left", [leaf, leaf]), ("right", [leaf])])]), module.levels([])
