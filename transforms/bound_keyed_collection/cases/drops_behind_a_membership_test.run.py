"""A closed room has no history left."""

CHANGED = {"closed": (("returned", (1, ["b"])), ("returned", (0, ["b"])))}


def scenario_closed(module):
    rooms = module.Rooms()
    rooms.join("a", "ada")
    rooms.leave("a", "ada")
    left = len(rooms.history)
    return left, rooms.say("b", "b")


def scenario_open(module):
    rooms = module.Rooms()
    rooms.join("a", "ada")
    return rooms.say("a", "hello")
