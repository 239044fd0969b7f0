from case import Poller


def begin(poller: Poller):
    if poller._polling:
        raise RuntimeError("busy")
