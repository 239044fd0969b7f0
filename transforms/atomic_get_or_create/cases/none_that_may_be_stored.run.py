"""The first one stays, as before; only a stored None is kept."""

CHANGED = {"a_stored_none": (("returned", True), ("returned", False))}


def scenario_the_first_stays(module):
    slots = module.Slots()
    slots.fill("b", 7)
    return slots.held("a") is slots.held("a"), slots.held("b"), slots.anything("a") is slots.anything("a")


def scenario_a_stored_none(module):
    slots = module.Slots()
    slots.fill("a", None)
    return slots.held("a") is not None
