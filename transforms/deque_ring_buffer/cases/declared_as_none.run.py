def scenario_made_when_it_is_needed(module):
    lazy, other = module.Lazy(), module.Lazy()
    found = [lazy._seen]
    for number in range(5):
        lazy.add(number)
        found.append((list(lazy._seen), other._seen))
    return found
