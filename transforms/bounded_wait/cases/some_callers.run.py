"""Who has no bound of its own gets one; the others keep theirs."""

from waits import wait


def send(module):
    client = module.Client()
    return client.send("x"), client._connected.set, lambda: None


wait(globals(), "send", send)


def begin(module):
    derived = module.Derived()
    return derived.begin(), derived._ok.set, lambda: None


wait(globals(), "begin", begin)
