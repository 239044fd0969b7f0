"""Only the wait that ignores its timeout is bounded; None still waits for ever."""

import asyncio

from waits import see, wait


def before(module):
    gate = module.Gate()
    return gate.passed_before(1.0, wait_timeout=None), gate._open.set, lambda: None


wait(globals(), "before", before)


def scenario_none_waits_for_ever(module):
    def start(module):
        gate = module.Gate()
        return gate.passed(None), gate._open.set, lambda: None

    return asyncio.run(see(module, start, "never"))


def scenario_five_seconds_are_five_seconds(module):
    def start(module):
        gate = module.Gate()
        return gate.passed(5.0), gate._open.set, lambda: None

    return asyncio.run(see(module, start, "never"))
