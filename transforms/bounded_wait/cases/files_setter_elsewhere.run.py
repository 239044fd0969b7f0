"""The wait for what another file sets ends."""

from waits import wait


def opened(module):
    hub = module.Hub()
    return hub.opened(), hub._ready.set, lambda: None


wait(globals(), "opened", opened)
