def seen(module, keep, count):
    deliveries = module.Deliveries(keep)
    found = []
    for number in range(count):
        deliveries.delivered(f"m{number}")
        found.append((list(deliveries._recent), deliveries.latest(), deliveries.latest(0), deliveries.known("m1")))
    return found


def scenario_any_number_of_entries(module):
    return [seen(module, keep, count) for keep in (0, 1, 2, 5) for count in (0, 1, 2, 4, 12)]
