"""A stream that has ended holds no chunks."""

CHANGED = {"ended": (("returned", b"ab"), ("returned", b""))}


def scenario_ended(module):
    streams = module.Streams()
    streams.begin(1, "x")
    streams.data(1, b"ab")
    streams.reset(1)
    return streams.body(1)


def scenario_open(module):
    streams = module.Streams()
    streams.data(1, b"a")
    streams.data(1, b"b")
    body = streams.body(1)
    streams.close()
    return body, streams.body(1)
