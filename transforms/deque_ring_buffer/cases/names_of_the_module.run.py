def scenario_the_last(module):
    found = [module.last()]
    for what in "abcde":
        module.note(what)
        found.append((module.last(), list(module._done)))
    return found
