def scenario_all_bounds(module):
    from settings import Settings

    window = module.Window(Settings())
    found = []
    for number in range(9):
        window.add(number)
        found.append([list(window._by_class), list(window._by_name), list(window._by_settings), list(window._by_loose)])
    return found
