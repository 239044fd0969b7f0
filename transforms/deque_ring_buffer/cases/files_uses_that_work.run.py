def scenario_reports(module):
    from reader import average

    gauge = module.Gauge()
    found = []
    for number in range(1, 9):
        gauge.add(float(number))
        found.append((gauge.reports(), average(gauge)))
    return found
