from case import Hub


def is_open(hub: Hub):
    return hub._ready.is_set()


def wire(hub: Hub, signals):
    signals.connect(hub._given)
