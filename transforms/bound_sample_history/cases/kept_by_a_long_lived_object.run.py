"""The same mean."""


def scenario_mean(module):
    station = module.Station()
    return station.tick(1.0), station.tick(2.0)
