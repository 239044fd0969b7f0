from case import Poller


def force(poller: Poller, value):
    poller._polling = value
