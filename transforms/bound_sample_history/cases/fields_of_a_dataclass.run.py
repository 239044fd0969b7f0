"""The same up to the bound, and objects do not share their samples."""


def scenario_up_to_the_bound(module):
    one, other = module.Progress("a"), module.Progress("b")
    one.done(1.0)
    one.done(2.0)
    one.failed("x")
    return one.summary(), list(other.durations), list(one._errors)
