"""Whoever opens the hub, from whichever file, lets the waiter go on."""

from waits import wait


def opened(module):
    hub = module.Hub()
    return hub.opened(), hub.open, lambda: None


wait(globals(), "opened", opened)
