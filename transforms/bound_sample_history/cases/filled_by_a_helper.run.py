"""The same values."""


def scenario_values(module):
    probe = module.Probe()
    probe.add(1.0)
    probe.add(2.0)
    return list(probe._delays), probe.last()
