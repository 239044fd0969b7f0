def scenario_means(module):
    window, other = module.Window("one"), module.Window("one")
    found = [window == other, window.mean()]
    for number in range(12):
        window.add(float(number))
        found.append((window.mean(), list(window._samples), list(other._samples), repr(window)))
    return found, window == other
