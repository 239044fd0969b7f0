"""A released cell has no marks."""

CHANGED = {"released": (("returned", ["ada"]), ("returned", []))}


def scenario_released(module):
    grid = module.Grid()
    grid.claim("z", 1, "ada")
    grid.leave("z")
    return grid.marks("z", 1)


def scenario_claimed(module):
    grid = module.Grid()
    grid.claim("z", 1, "ada")
    grid.release("z", 2)
    return grid.marks("z", 1)
