"""The same up to the bounds."""


def scenario_up_to_the_bounds(module):
    monitor = module.Monitor()
    monitor.tick(1.0)
    monitor.tick(2.0)
    module.note("a")
    return monitor.peak(), monitor.text(), monitor.first() > 0, module.noted()
