def scenario_the_last_points(module):
    found = []
    for size in (0, 1, 3):
        tail = module.Tail(size)
        for points in ((1,), (2, 3), (), (4, 5, 6, 7, 8), (9,)):
            tail.add(*points)
            found.append(list(tail._tail))
    return found
