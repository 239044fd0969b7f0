"""Each side waits for its own event, and for no longer than the constant says."""

from waits import wait


def light(module):
    switch = module.Switch()
    return switch.light(), switch.on.set, switch.off.is_set


wait(globals(), "light", light, False)


def darkness(module):
    switch = module.Switch()
    return switch.darkness(), switch.off.set, switch.on.is_set


wait(globals(), "darkness", darkness, False)
