# The value is made although there is an entry, and then its name must be bound.
CHANGED = {
    "a_name_that_is_gone": (("returned", [9]), ("raised", "NameError", "name 'LAST' is not defined")),
}


def scenario_entries_are_made_once(module):
    rooms = module.Rooms()
    first, last = rooms.before("a"), rooms.behind("b")
    return rooms.before("a") is first, rooms.behind("b") is last, rooms._seats


def scenario_a_name_that_is_gone(module):
    rooms = module.Rooms()
    rooms.behind("b")
    del module.LAST
    return rooms.behind("b")
