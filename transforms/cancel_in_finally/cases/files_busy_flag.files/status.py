from case import Poller


def status(poller: Poller):
    if poller._polling:
        return "busy"
    return "idle"
