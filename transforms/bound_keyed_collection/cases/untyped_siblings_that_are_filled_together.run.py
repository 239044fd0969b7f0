"""What was removed has no points left."""

CHANGED = {"removed": (("returned", {"a": [(0, 1)]}), ("returned", {}))}


def scenario_removed(module):
    tracker = module.Tracker()
    module.watch(tracker, "a")
    return tracker.points


def scenario_there(module):
    tracker = module.Tracker()
    tracker.appear("a", "fox")
    tracker.move("a", 1)
    return tracker.points, tracker.remove("b")
