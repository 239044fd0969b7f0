# Why they are no more than `review`: what reads them by a pattern or a format sees that they are lists.
CHANGED = {
    "what_others_read": (
        ("returned", ("[2, 3, 4]", "[2, 3, 4]", True)),
        ("returned", ("deque([2, 3, 4], maxlen=3)", "deque([2, 3, 4], maxlen=3)", False)),
    ),
}


def filled(module):
    ring = module.Ring()
    for value in range(5):
        ring.add(value)
    return ring


def scenario_only_the_latest_are_kept(module):
    ring = filled(module)
    return [list(kept) for kept in (ring._matched, ring._shown, ring._plain, ring._Ring__own)]


def scenario_what_others_read(module):
    ring = filled(module)
    match ring:
        case module.Ring(_matched=list()):
            matches = True
        case _:
            matches = False
    return "{0._shown}".format(ring), str(ring._Ring__own), matches
