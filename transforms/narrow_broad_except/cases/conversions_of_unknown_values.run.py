"""Whatever could not be converted before is still answered by the default."""


def scenario_number(module):
    return [module.number(value) for value in (None, "x", [], float("inf"), float("nan"), "7", 3)]


def scenario_port(module):
    return [module.port(text) for text in ("", "x", " 80 ")]


def scenario_share(module):
    return [module.share(1, 0), module.share(1, 4), module.share(10**400, 3)]


def scenario_ratio(module):
    return [module.ratio(1, 0), module.ratio(1, 4), module.ratio(10**400, 3)]


def scenario_optional(module):
    return [module.optional(), module.optional("x"), module.optional("5")]
