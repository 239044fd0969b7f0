def scenario_entries_are_made_once(module):
    stalls = module.Stalls()
    first = stalls.benches("a")
    first.append(1)
    return stalls.benches("a") is first, stalls.benches("b"), vars(stalls)


def scenario_tables_that_others_put_in_place(module):
    rooms, halls, boxes, lofts = module.Rooms(), module.Halls(), module.Boxes(), module.Lofts()
    for name, value in {"_seats": {"a": [1]}}.items():
        setattr(rooms, name, value)
    halls.__dict__ = {"_rows": {"a": [2]}}
    boxes.__dict__.update(_chairs={"a": [3]})
    lofts._stools = {"a": [4]}
    asked = (rooms.seats, halls.rows, boxes.chairs, lofts.stools)
    return [(ask("a"), ask("b")) for ask in asked], [vars(made) for made in (rooms, halls, boxes, lofts)]
