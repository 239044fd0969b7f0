"""The same lock, whichever way it is asked for."""


def scenario_same_lock(module):
    rooms = module.Rooms()
    rooms.only("d")
    made = rooms._locks["d"]
    rooms.only("d")
    return (
        rooms.lock("a") is rooms.lock("a"),
        rooms.passed("b") is rooms.passed("b"),
        rooms.lock("a") is rooms.passed("a"),
        rooms.bound("c"),
        rooms.lock("d") is made,
        list(rooms._locks),
    )
