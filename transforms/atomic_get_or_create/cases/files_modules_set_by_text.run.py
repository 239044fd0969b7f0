def scenario_entries_are_made_once(module):
    first = module.box("a")
    first.append(1)
    return module.box("a") is first, module.box("b"), module.boxes


def scenario_tables_that_others_put_in_place(module):
    module.load({"a": [7]})
    return module.room("a"), module.room("b"), module.rooms, module.hall("c"), module.halls
