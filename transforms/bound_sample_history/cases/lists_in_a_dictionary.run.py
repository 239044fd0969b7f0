"""The same contents up to the bound."""

CHANGED = {"more_than_the_bound": (("returned", (2.0, 3.0, {"a": 3})), ("returned", (2.5, 3.0, {"a": 2})))}


def scenario_up_to_the_bound(module):
    peers = module.Peers()
    peers.sample("a", 1.0)
    peers.sample("a", 2.0)
    peers.fail("b", "x")
    lists = {peer: list(samples) for peer, samples in peers._samples.items()}
    return lists, peers.mean("a"), peers.mean("z"), peers.latest("a"), peers.report()


def scenario_more_than_the_bound(module):
    peers = module.Peers()
    for value in (1.0, 2.0, 3.0):
        peers.sample("a", value)
    for _ in range(3):
        peers.fail("a", "x")
    return peers.mean("a"), peers.latest("a"), peers.report()
