def scenario_what_hides_a_builtin_runs_as_often_as_before(module):
    import counted

    counted.made = 0
    rooms = module.Rooms()
    first = rooms.hidden_behind("a")
    return rooms.hidden_behind("a") is first, counted.made


def scenario_entries_are_made_once(module):
    rooms = module.Rooms()
    first = rooms.of_a_method("a")
    first["x"] = 1
    return rooms.of_a_method("a") is first, rooms.of_a_method("b"), type(rooms.hidden("c")).__name__
