"""A session that has ended leaves no trail."""

CHANGED = {"ended": (("returned", (2, 1)), ("returned", (2, 0)))}


def scenario_ended(module):
    session = module.Session(1, "ada")
    session.visit("/")
    count = session.visit("/a")
    session.end()
    return count, len(module.Session.trails)
