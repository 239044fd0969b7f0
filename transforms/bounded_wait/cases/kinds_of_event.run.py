"""A subclass's own wait counts as before, whether or not it ends."""

from waits import wait


def counted(module):
    gate = module.Counting()
    return gate.wait(), gate.set, lambda: gate.waits


wait(globals(), "counted", counted, 1)


def enter(module):
    gate = module.Gate()
    return module.enter(gate), gate.set, lambda: gate.waits


wait(globals(), "enter", enter, 0)


def enter_counted(module):
    gate = module.Counting()
    return module.enter_counted(gate), gate.set, lambda: gate.waits


wait(globals(), "enter_counted", enter_counted, 1)
