"""Wherever the wait stands, it ends, and its value is the same."""

import asyncio

from waits import wait


def returned(module):
    latch = module.Latch()
    return latch.returned(), latch._gate.set, lambda: latch.open


wait(globals(), "returned", returned, False)


def parenthesised(module):
    latch = module.Latch()
    return latch.parenthesised(), latch._gate.set, lambda: latch.open


wait(globals(), "parenthesised", parenthesised, False)


def conditional(module):
    latch = module.Latch()
    return latch.conditional(True), latch._gate.set, lambda: latch.open


wait(globals(), "conditional", conditional, False)


def walrus(module):
    latch = module.Latch()
    return latch.walrus(), latch._gate.set, lambda: latch.open


wait(globals(), "walrus", walrus, False)


def nested(module):
    latch = module.Latch()
    return latch.nested(), latch._gate.set, lambda: latch.open


wait(globals(), "nested", nested, False)


def one_line(module):
    latch = module.Latch()
    return latch.one_line(False), latch._gate.set, lambda: latch.open


wait(globals(), "one_line", one_line, True)


def all_of_them(module):
    event = asyncio.Event()
    module.EVENTS[:] = [event]
    return module.all_of_them(), event.set, lambda: None


wait(globals(), "all_of_them", all_of_them)
