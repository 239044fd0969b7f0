def filled(thing, count):
    found = []
    for number in range(count):
        thing.add(number)
        found.append(list(thing._seen))
    return found


def scenario_whole(module):
    whole = module.Whole()
    return filled(whole, 9), whole.drop_last(), list(whole._seen)


def scenario_sliced(module):
    sliced = module.Sliced()
    found = filled(sliced, 6)
    sliced.add(7, 8, 9, 10, 11)
    sliced.add()
    return found, sliced.all()


def scenario_cut(module):
    cut = module.Cut()
    return filled(cut, 9), cut.first()


def scenario_before(module):
    before = module.Before()
    return filled(before, 9), before.added


def scenario_guarded(module):
    return [(filled(guarded, 6), guarded.both()) for guarded in map(module.Guarded, (0, 1, 3))]
